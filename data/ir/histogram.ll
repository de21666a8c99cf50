; ModuleID = 'histogram.90a1b6ca86cb28b7-cgu.0'
source_filename = "histogram.90a1b6ca86cb28b7-cgu.0"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@vtable.0 = private unnamed_addr constant <{ [24 x i8], ptr, ptr, ptr }> <{ [24 x i8] c"\00\00\00\00\00\00\00\00\08\00\00\00\00\00\00\00\08\00\00\00\00\00\00\00", ptr @"_ZN4core3ops8function6FnOnce40call_once$u7b$$u7b$vtable.shim$u7d$$u7d$17hd5a914fb06e04e0dE", ptr @"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E", ptr @"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E" }>, align 8
@alloc_1388f5be364f3b75b000b1262ac632cc = private unnamed_addr constant [13 x i8] c"histogram.rs\00", align 1
@alloc_c318df4a7b547a2672f521146c5e3665 = private unnamed_addr constant <{ ptr, [16 x i8] }> <{ ptr @alloc_1388f5be364f3b75b000b1262ac632cc, [16 x i8] c"\0C\00\00\00\00\00\00\00*\00\00\00%\00\00\00" }>, align 8
@alloc_dfc8195f73d657e5130c7e8dcd9cae95 = private unnamed_addr constant <{ ptr, [16 x i8] }> <{ ptr @alloc_1388f5be364f3b75b000b1262ac632cc, [16 x i8] c"\0C\00\00\00\00\00\00\00,\00\00\00B\00\00\00" }>, align 8
@alloc_19269f4d9de38e995a70cdc002e20235 = private unnamed_addr constant [59 x i8] c"\05mean \C5 \00\00p\06\00\0A variance \C5 \00\00p\06\00\09 fullest \C0\06 last \C5 \00\00p\06\00\01\0A\00", align 1
@alloc_3d0e8dde2310d91a3ec318488eef0675 = private unnamed_addr constant <{ ptr, [16 x i8] }> <{ ptr @alloc_1388f5be364f3b75b000b1262ac632cc, [16 x i8] c"\0C\00\00\00\00\00\00\00(\00\00\00\0D\00\00\00" }>, align 8
@alloc_cf5d13bde695d643814cf08d94556e88 = private unnamed_addr constant <{ ptr, [16 x i8] }> <{ ptr @alloc_1388f5be364f3b75b000b1262ac632cc, [16 x i8] c"\0C\00\00\00\00\00\00\00!\00\00\00\0D\00\00\00" }>, align 8
@__rustc_debug_gdb_scripts_section__ = linkonce_odr unnamed_addr constant [34 x i8] c"\01gdb_load_rust_pretty_printers.py\00", section ".debug_gdb_scripts", align 1

; std::rt::lang_start
; Function Attrs: nounwind nonlazybind uwtable
define hidden noundef i64 @_ZN3std2rt10lang_start17h98ca4c485a2c62e3E(ptr noundef nonnull %main, i64 noundef %argc, ptr noundef %argv, i8 noundef %sigpipe) unnamed_addr #0 !dbg !8 {
start:
  %_7 = alloca [8 x i8], align 8
  call void @llvm.lifetime.start.p0(ptr nonnull %_7), !dbg !14
  store ptr %main, ptr %_7, align 8, !dbg !14
; call std::rt::lang_start_internal
  %_0 = call noundef i64 @_RNvNtCsjrHSEGnQ3l9_3std2rt19lang_start_internal(ptr noundef nonnull align 1 %_7, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(48) @vtable.0, i64 noundef %argc, ptr noundef %argv, i8 noundef %sigpipe) #12, !dbg !15
  call void @llvm.lifetime.end.p0(ptr nonnull %_7), !dbg !16
  ret i64 %_0, !dbg !17
}

; std::rt::lang_start::{{closure}}
; Function Attrs: inlinehint nounwind nonlazybind uwtable
define internal noundef i32 @"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E"(ptr noalias noundef readonly align 8 captures(none) dereferenceable(8) %_1) unnamed_addr #1 !dbg !18 {
start:
  %_4 = load ptr, ptr %_1, align 8, !dbg !20, !nonnull !13, !noundef !13
; call std::sys::backtrace::__rust_begin_short_backtrace
  tail call fastcc void @_ZN3std3sys9backtrace28__rust_begin_short_backtrace17hb145b5d86922a5d6E(ptr noundef nonnull %_4) #13, !dbg !21
  ret i32 0, !dbg !22
}

; std::sys::backtrace::__rust_begin_short_backtrace
; Function Attrs: noinline nounwind nonlazybind uwtable
define internal fastcc void @_ZN3std3sys9backtrace28__rust_begin_short_backtrace17hb145b5d86922a5d6E(ptr noundef nonnull readonly captures(none) %f) unnamed_addr #2 !dbg !23 {
start:
  tail call void %f() #12, !dbg !27
  tail call void asm sideeffect "", "~{memory}"() #12, !dbg !35, !srcloc !41
  ret void, !dbg !42
}

; <&T as core::fmt::Display>::fmt
; Function Attrs: nounwind nonlazybind uwtable
define internal noundef zeroext i1 @"_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17hf9e64adb1bb88b2aE"(ptr noalias noundef readonly align 8 captures(none) dereferenceable(8) %self, ptr noalias noundef align 8 dereferenceable(24) %f) unnamed_addr #0 !dbg !43 {
start:
  %_3 = load ptr, ptr %self, align 8, !dbg !47, !nonnull !13, !align !48, !noundef !13
; call <u32 as core::fmt::Display>::fmt
  %_0 = tail call noundef zeroext i1 @_RNvXs8_NtNtNtCsgEmfK2I1SDS_4core3fmt3num3impmNtB9_7Display3fmt(ptr noalias noundef readonly align 4 captures(address, read_provenance) dereferenceable(4) %_3, ptr noalias noundef align 8 dereferenceable(24) %f) #12, !dbg !49
  ret i1 %_0, !dbg !50
}

; core::ops::function::FnOnce::call_once{{vtable.shim}}
; Function Attrs: inlinehint nounwind nonlazybind uwtable
define internal noundef i32 @"_ZN4core3ops8function6FnOnce40call_once$u7b$$u7b$vtable.shim$u7d$$u7d$17hd5a914fb06e04e0dE"(ptr noundef readonly captures(none) %_1) unnamed_addr #1 !dbg !51 {
start:
  %0 = load ptr, ptr %_1, align 8, !dbg !52, !nonnull !13, !noundef !13
; call std::sys::backtrace::__rust_begin_short_backtrace
  tail call fastcc void @_ZN3std3sys9backtrace28__rust_begin_short_backtrace17hb145b5d86922a5d6E(ptr noundef nonnull readonly %0) #13, !dbg !53, !noalias !57
  ret i32 0, !dbg !52
}

; histogram::main
; Function Attrs: nounwind nonlazybind uwtable
define hidden void @_ZN9histogram4main17h394b03153f83869eE() unnamed_addr #0 personality ptr @rust_eh_personality !dbg !60 {
start:
  %_16.i.i12 = alloca [24 x i8], align 8
  %_16.i.i = alloca [24 x i8], align 8
  %_4.i.i.i.i.i = alloca [24 x i8], align 8
  %args = alloca [64 x i8], align 8
  %_51 = alloca [8 x i8], align 8
  %fullest = alloca [8 x i8], align 8
  %sums = alloca [24 x i8], align 8
  %moments = alloca [24 x i8], align 8
  %bins = alloca [24 x i8], align 8
  %values = alloca [24 x i8], align 8
  call void @llvm.lifetime.start.p0(ptr nonnull %values), !dbg !63
  tail call void @llvm.experimental.noalias.scope.decl(metadata !65), !dbg !68
  tail call void @llvm.experimental.noalias.scope.decl(metadata !69), !dbg !72
  tail call void @llvm.experimental.noalias.scope.decl(metadata !80), !dbg !83
  call void @llvm.lifetime.start.p0(ptr nonnull %_4.i.i.i.i.i), !dbg !90, !noalias !115
; call <alloc::raw_vec::RawVecInner>::try_allocate_in
  call void @_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner15try_allocate_inCsduwmD7cSIQq_5gimli(ptr noalias noundef sret([24 x i8]) align 8 captures(none) dereferenceable(24) %_4.i.i.i.i.i, i64 noundef 6000, i1 noundef zeroext false, i64 noundef 8, i64 noundef 8) #12, !dbg !90, !noalias !115
  %_5.i.i.i.i.i = load i64, ptr %_4.i.i.i.i.i, align 8, !dbg !90, !range !122, !noalias !115, !noundef !13
  %0 = trunc nuw i64 %_5.i.i.i.i.i to i1, !dbg !123
  %1 = getelementptr inbounds nuw i8, ptr %_4.i.i.i.i.i, i64 8, !dbg !124
  %err.0.i.i.i.i.i = load i64, ptr %1, align 8, !dbg !124, !range !125, !noalias !115, !noundef !13
  %2 = getelementptr inbounds nuw i8, ptr %_4.i.i.i.i.i, i64 16, !dbg !124
  br i1 %0, label %bb3.i.i.i.i.i, label %"_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE.exit.i.i.i.i", !dbg !123, !prof !126

bb3.i.i.i.i.i:                                    ; preds = %start
  %err.1.i.i.i.i.i = load i64, ptr %2, align 8, !dbg !127, !noalias !115
; call alloc::raw_vec::handle_error
  tail call void @_RNvNtCslNYArtu3iFV_5alloc7raw_vec12handle_error(i64 noundef %err.0.i.i.i.i.i, i64 %err.1.i.i.i.i.i) #14, !dbg !128, !noalias !115
  unreachable, !dbg !128

"_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE.exit.i.i.i.i": ; preds = %start
  %this.1.i.i.i.i.i = load ptr, ptr %2, align 8, !dbg !130, !noalias !115, !nonnull !13, !noundef !13
  %_7.i.i.i.i.i = icmp samesign ugt i64 %err.0.i.i.i.i.i, 5999, !dbg !131
  tail call void @llvm.assume(i1 %_7.i.i.i.i.i), !dbg !135
  call void @llvm.lifetime.end.p0(ptr nonnull %_4.i.i.i.i.i), !dbg !138, !noalias !115
  br label %bb3.i.i.i.i.i.i.i.i.i, !dbg !139

bb3.i.i.i.i.i.i.i.i.i:                            ; preds = %bb3.i.i.i.i.i.i.i.i.i, %"_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE.exit.i.i.i.i"
  %_0.i.i.i.i.i.i.i.i.i.i.i.i.i49 = phi i64 [ 42, %"_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE.exit.i.i.i.i" ], [ %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.2, %bb3.i.i.i.i.i.i.i.i.i ], !dbg !164
  %3 = phi i64 [ 0, %"_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE.exit.i.i.i.i" ], [ %5, %bb3.i.i.i.i.i.i.i.i.i ], !dbg !164
  %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i = mul i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i49, 6364136223846793005, !dbg !173
  %_0.i.i.i.i.i.i.i.i.i.i.i.i.i = add i64 %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i, 1442695040888963407, !dbg !187
  %_6.i.i.i.i.i.i.i.i.i.i.i.i = lshr i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i, 11, !dbg !190
  %_5.i.i.i.i.i.i.i.i.i.i.i.i = uitofp nneg i64 %_6.i.i.i.i.i.i.i.i.i.i.i.i to double, !dbg !190
  %_0.i.i.i3.i.i.i.i.i.i.i.i.i = fmul double %_5.i.i.i.i.i.i.i.i.i.i.i.i, 0x3CA0000000000000, !dbg !190
  %_3.i.i.i4.i.i.i.i.i.i.i.i.i = getelementptr inbounds nuw double, ptr %this.1.i.i.i.i.i, i64 %3, !dbg !191
  store double %_0.i.i.i3.i.i.i.i.i.i.i.i.i, ptr %_3.i.i.i4.i.i.i.i.i.i.i.i.i, align 8, !dbg !206, !noalias !210
  %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i.1 = mul i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i, 6364136223846793005, !dbg !173
  %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.1 = add i64 %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i.1, 1442695040888963407, !dbg !187
  %_6.i.i.i.i.i.i.i.i.i.i.i.i.1 = lshr i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.1, 11, !dbg !190
  %_5.i.i.i.i.i.i.i.i.i.i.i.i.1 = uitofp nneg i64 %_6.i.i.i.i.i.i.i.i.i.i.i.i.1 to double, !dbg !190
  %_0.i.i.i3.i.i.i.i.i.i.i.i.i.1 = fmul double %_5.i.i.i.i.i.i.i.i.i.i.i.i.1, 0x3CA0000000000000, !dbg !190
  %4 = getelementptr inbounds nuw double, ptr %this.1.i.i.i.i.i, i64 %3, !dbg !191
  %_3.i.i.i4.i.i.i.i.i.i.i.i.i.1 = getelementptr inbounds nuw i8, ptr %4, i64 8, !dbg !191
  store double %_0.i.i.i3.i.i.i.i.i.i.i.i.i.1, ptr %_3.i.i.i4.i.i.i.i.i.i.i.i.i.1, align 8, !dbg !206, !noalias !210
  %5 = add nuw nsw i64 %3, 3, !dbg !229
  %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i.2 = mul i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.1, 6364136223846793005, !dbg !173
  %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.2 = add i64 %_0.i1.i.i.i.i.i.i.i.i.i.i.i.i.2, 1442695040888963407, !dbg !187
  %_6.i.i.i.i.i.i.i.i.i.i.i.i.2 = lshr i64 %_0.i.i.i.i.i.i.i.i.i.i.i.i.i.2, 11, !dbg !190
  %_5.i.i.i.i.i.i.i.i.i.i.i.i.2 = uitofp nneg i64 %_6.i.i.i.i.i.i.i.i.i.i.i.i.2 to double, !dbg !190
  %_0.i.i.i3.i.i.i.i.i.i.i.i.i.2 = fmul double %_5.i.i.i.i.i.i.i.i.i.i.i.i.2, 0x3CA0000000000000, !dbg !190
  %6 = getelementptr inbounds nuw double, ptr %this.1.i.i.i.i.i, i64 %3, !dbg !191
  %_3.i.i.i4.i.i.i.i.i.i.i.i.i.2 = getelementptr inbounds nuw i8, ptr %6, i64 16, !dbg !191
  store double %_0.i.i.i3.i.i.i.i.i.i.i.i.i.2, ptr %_3.i.i.i4.i.i.i.i.i.i.i.i.i.2, align 8, !dbg !206, !noalias !210
  %exitcond.2 = icmp eq i64 %5, 6000, !dbg !235
  br i1 %exitcond.2, label %_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE.exit, label %bb3.i.i.i.i.i.i.i.i.i, !dbg !139

_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE.exit: ; preds = %bb3.i.i.i.i.i.i.i.i.i
  store i64 %err.0.i.i.i.i.i, ptr %values, align 8, !dbg !242, !alias.scope !243, !noalias !244
  %vector.i.sroa.4.0._0.sroa_idx.i.i.i = getelementptr inbounds nuw i8, ptr %values, i64 8, !dbg !242
  store ptr %this.1.i.i.i.i.i, ptr %vector.i.sroa.4.0._0.sroa_idx.i.i.i, align 8, !dbg !242, !alias.scope !243, !noalias !244
  %vector.i.sroa.5.0._0.sroa_idx.i.i.i = getelementptr inbounds nuw i8, ptr %values, i64 16, !dbg !242
  store i64 6000, ptr %vector.i.sroa.5.0._0.sroa_idx.i.i.i, align 8, !dbg !242, !alias.scope !243, !noalias !244
  call void @llvm.lifetime.start.p0(ptr nonnull %bins), !dbg !245
  tail call void @llvm.experimental.noalias.scope.decl(metadata !247), !dbg !250
  tail call void @llvm.experimental.noalias.scope.decl(metadata !251), !dbg !254
  call void @llvm.lifetime.start.p0(ptr nonnull %_16.i.i), !dbg !257, !noalias !267
; call <alloc::raw_vec::RawVecInner>::try_allocate_in
  call void @_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner15try_allocate_inCsduwmD7cSIQq_5gimli(ptr noalias noundef sret([24 x i8]) align 8 captures(none) dereferenceable(24) %_16.i.i, i64 noundef 64, i1 noundef zeroext true, i64 noundef 4, i64 noundef 4) #12, !dbg !257, !noalias !267
  %_17.i.i = load i64, ptr %_16.i.i, align 8, !dbg !257, !range !122, !noalias !267, !noundef !13
  %7 = trunc nuw i64 %_17.i.i to i1, !dbg !268
  %8 = getelementptr inbounds nuw i8, ptr %_16.i.i, i64 8, !dbg !269
  %err.0.i.i = load i64, ptr %8, align 8, !dbg !269, !range !125, !noalias !267, !noundef !13
  %9 = getelementptr inbounds nuw i8, ptr %_16.i.i, i64 16, !dbg !269
  br i1 %7, label %bb14.i.i, label %_ZN5alloc3vec9from_elem17h443d9b66a16746a8E.exit, !dbg !268, !prof !126

bb14.i.i:                                         ; preds = %_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE.exit
  %err.1.i.i = load i64, ptr %9, align 8, !dbg !270, !noalias !267
; call alloc::raw_vec::handle_error
  tail call void @_RNvNtCslNYArtu3iFV_5alloc7raw_vec12handle_error(i64 noundef %err.0.i.i, i64 %err.1.i.i) #14, !dbg !271, !noalias !267
  unreachable, !dbg !271

_ZN5alloc3vec9from_elem17h443d9b66a16746a8E.exit: ; preds = %_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE.exit
  %res.1.i.i = load ptr, ptr %9, align 8, !dbg !273, !noalias !267, !nonnull !13, !noundef !13
  call void @llvm.lifetime.end.p0(ptr nonnull %_16.i.i), !dbg !274, !noalias !267
  store i64 %err.0.i.i, ptr %bins, align 8, !dbg !275, !alias.scope !267
  %10 = getelementptr inbounds nuw i8, ptr %bins, i64 8, !dbg !275
  store ptr %res.1.i.i, ptr %10, align 8, !dbg !275, !alias.scope !267
  %11 = getelementptr inbounds nuw i8, ptr %bins, i64 16, !dbg !275
  store i64 64, ptr %11, align 8, !dbg !275, !alias.scope !267
  call void @llvm.lifetime.start.p0(ptr nonnull %moments), !dbg !276
  call void @llvm.memset.p0.i64(ptr noundef nonnull align 8 dereferenceable(24) %moments, i8 0, i64 24, i1 false), !dbg !278, !alias.scope !282
  %_5.i = load ptr, ptr %vector.i.sroa.4.0._0.sroa_idx.i.i.i, align 8, !dbg !285, !alias.scope !303, !nonnull !13, !noundef !13
  %len.i = load i64, ptr %vector.i.sroa.5.0._0.sroa_idx.i.i.i, align 8, !dbg !306, !alias.scope !303, !noundef !13
  %_9.i.idx = shl nuw nsw i64 %len.i, 3, !dbg !307
  %_9.i = getelementptr inbounds nuw i8, ptr %_5.i, i64 %_9.i.idx, !dbg !307
  %_6.i50 = icmp eq i64 %len.i, 0, !dbg !322
  br i1 %_6.i50, label %bb10, label %bb9.lr.ph, !dbg !335

bb9.lr.ph:                                        ; preds = %_ZN5alloc3vec9from_elem17h443d9b66a16746a8E.exit
  %spec.select52 = getelementptr inbounds nuw i8, ptr %_5.i, i64 8, !dbg !336
  %12 = getelementptr inbounds nuw i8, ptr %moments, i64 8
  %13 = getelementptr inbounds nuw i8, ptr %moments, i64 16
  br label %bb9, !dbg !335

bb9:                                              ; preds = %bb9.lr.ph, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit"
  %spec.select54 = phi ptr [ %spec.select52, %bb9.lr.ph ], [ %spec.select, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit" ]
  %iter.sroa.0.053 = phi ptr [ %_5.i, %bb9.lr.ph ], [ %spec.select54, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit" ]
  %_3.i = load double, ptr %iter.sroa.0.053, align 8, !dbg !337, !alias.scope !344, !noundef !13
  %_0.i = fmul double %_3.i, 6.400000e+01, !dbg !347
  %_17 = tail call i64 @llvm.fptoui.sat.i64.f64(double %_0.i), !dbg !352
  tail call void @llvm.experimental.noalias.scope.decl(metadata !353), !dbg !356
  %_6.i7 = load i64, ptr %11, align 8, !dbg !357, !alias.scope !353, !noundef !13
  %_4.i.i = icmp ult i64 %_17, %_6.i7, !dbg !366
  br i1 %_4.i.i, label %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit", label %panic.i.i, !dbg !366

panic.i.i:                                        ; preds = %bb9
; call core::panicking::panic_bounds_check
  tail call void @_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check(i64 noundef %_17, i64 noundef range(i64 0, 2305843009213693952) %_6.i7, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24) @alloc_cf5d13bde695d643814cf08d94556e88) #15, !dbg !366, !noalias !375
  unreachable, !dbg !366

"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit": ; preds = %bb9
  %_7.i = load ptr, ptr %10, align 8, !dbg !378, !alias.scope !353, !nonnull !13, !noundef !13
  %_0.i.i = getelementptr inbounds nuw i32, ptr %_7.i, i64 %_17, !dbg !387
  %14 = load i32, ptr %_0.i.i, align 4, !dbg !388, !noundef !13
  %15 = add i32 %14, 1, !dbg !388
  store i32 %15, ptr %_0.i.i, align 4, !dbg !388
  %_21 = load double, ptr %iter.sroa.0.053, align 8, !dbg !389, !noundef !13
  %16 = load i64, ptr %moments, align 8, !dbg !390, !alias.scope !393, !noundef !13
  %17 = add i64 %16, 1, !dbg !390
  store i64 %17, ptr %moments, align 8, !dbg !390, !alias.scope !393
  %_4.i = load double, ptr %12, align 8, !dbg !396, !alias.scope !393, !noundef !13
  %before.i = fsub double %_21, %_4.i, !dbg !397
  %_6.i8 = uitofp i64 %17 to double, !dbg !398
  %_5.i9 = fdiv double %before.i, %_6.i8, !dbg !400
  %18 = fadd double %_4.i, %_5.i9, !dbg !401
  store double %18, ptr %12, align 8, !dbg !401, !alias.scope !393
  %_9.i10 = fsub double %_21, %18, !dbg !402
  %_8.i = fmul double %before.i, %_9.i10, !dbg !403
  %19 = load double, ptr %13, align 8, !dbg !404, !alias.scope !393, !noundef !13
  %20 = fadd double %19, %_8.i, !dbg !404
  store double %20, ptr %13, align 8, !dbg !404, !alias.scope !393
  %_6.i = icmp eq ptr %spec.select54, %_9.i, !dbg !322
  %spec.select.idx = select i1 %_6.i, i64 0, i64 8, !dbg !336
  %spec.select = getelementptr inbounds nuw i8, ptr %spec.select54, i64 %spec.select.idx, !dbg !336
  br i1 %_6.i, label %bb10, label %bb9, !dbg !335

bb10:                                             ; preds = %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E.exit", %_ZN5alloc3vec9from_elem17h443d9b66a16746a8E.exit
  call void @llvm.lifetime.start.p0(ptr nonnull %sums), !dbg !405
  %_0.i11 = load i64, ptr %vector.i.sroa.5.0._0.sroa_idx.i.i.i, align 8, !dbg !406, !alias.scope !409, !noundef !13
  %_2.i = icmp ult i64 %_0.i11, 1152921504606846976, !dbg !412
  tail call void @llvm.assume(i1 %_2.i), !dbg !414
  tail call void @llvm.experimental.noalias.scope.decl(metadata !415), !dbg !418
  tail call void @llvm.experimental.noalias.scope.decl(metadata !419), !dbg !422
  call void @llvm.lifetime.start.p0(ptr nonnull %_16.i.i12), !dbg !425, !noalias !432
; call <alloc::raw_vec::RawVecInner>::try_allocate_in
  call void @_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner15try_allocate_inCsduwmD7cSIQq_5gimli(ptr noalias noundef sret([24 x i8]) align 8 captures(none) dereferenceable(24) %_16.i.i12, i64 noundef range(i64 0, 1152921504606846976) %_0.i11, i1 noundef zeroext true, i64 noundef 8, i64 noundef 8) #12, !dbg !425, !noalias !432
  %_17.i.i13 = load i64, ptr %_16.i.i12, align 8, !dbg !425, !range !122, !noalias !432, !noundef !13
  %21 = trunc nuw i64 %_17.i.i13 to i1, !dbg !433
  %22 = getelementptr inbounds nuw i8, ptr %_16.i.i12, i64 8, !dbg !434
  %err.0.i.i17 = load i64, ptr %22, align 8, !dbg !434, !range !125, !noalias !432, !noundef !13
  %23 = getelementptr inbounds nuw i8, ptr %_16.i.i12, i64 16, !dbg !434
  br i1 %21, label %bb14.i.i16, label %_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE.exit, !dbg !433, !prof !126

bb14.i.i16:                                       ; preds = %bb10
  %err.1.i.i18 = load i64, ptr %23, align 8, !dbg !435, !noalias !432
; call alloc::raw_vec::handle_error
  tail call void @_RNvNtCslNYArtu3iFV_5alloc7raw_vec12handle_error(i64 noundef %err.0.i.i17, i64 %err.1.i.i18) #14, !dbg !436, !noalias !432
  unreachable, !dbg !436

_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE.exit: ; preds = %bb10
  %res.1.i.i15 = load ptr, ptr %23, align 8, !dbg !438, !noalias !432, !nonnull !13, !noundef !13
  call void @llvm.lifetime.end.p0(ptr nonnull %_16.i.i12), !dbg !439, !noalias !432
  store i64 %err.0.i.i17, ptr %sums, align 8, !dbg !440, !alias.scope !432
  %24 = getelementptr inbounds nuw i8, ptr %sums, i64 8, !dbg !440
  store ptr %res.1.i.i15, ptr %24, align 8, !dbg !440, !alias.scope !432
  %25 = getelementptr inbounds nuw i8, ptr %sums, i64 16, !dbg !440
  store i64 %_0.i11, ptr %25, align 8, !dbg !440, !alias.scope !432
  %_5.i19 = load ptr, ptr %vector.i.sroa.4.0._0.sroa_idx.i.i.i, align 8, !dbg !441, !alias.scope !456, !nonnull !13, !noundef !13
  %_4.i20 = load i64, ptr %vector.i.sroa.5.0._0.sroa_idx.i.i.i, align 8, !dbg !459, !alias.scope !456, !noundef !13
  %_6.i.i.idx = shl nuw nsw i64 %_4.i20, 3, !dbg !460
  %_6.i.i = getelementptr inbounds nuw i8, ptr %_5.i19, i64 %_6.i.i.idx, !dbg !460
  %_6.i.i2155.not = icmp eq i64 %_4.i20, 0, !dbg !469
  br i1 %_6.i.i2155.not, label %bb23, label %bb22.preheader, !dbg !478

bb22.preheader:                                   ; preds = %_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE.exit
  %spec.select4557 = getelementptr inbounds nuw i8, ptr %_5.i19, i64 8, !dbg !479
  br label %bb22, !dbg !480

bb22:                                             ; preds = %bb22.preheader, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit"
  %_0.sroa.0.0.i2465 = phi i64 [ %_0.sroa.0.0.i24, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit" ], [ 0, %bb22.preheader ]
  %iter1.sroa.7.164 = phi i64 [ %iter1.sroa.7.1, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit" ], [ 1, %bb22.preheader ]
  %spec.select4563 = phi ptr [ %spec.select45, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit" ], [ %spec.select4557, %bb22.preheader ]
  %iter1.sroa.0.062 = phi ptr [ %spec.select4563, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit" ], [ %_5.i19, %bb22.preheader ]
  %running.sroa.0.061 = phi double [ %26, %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit" ], [ 0.000000e+00, %bb22.preheader ]
  %_3.i25 = load double, ptr %iter1.sroa.0.062, align 8, !dbg !488, !alias.scope !492, !noalias !495, !noundef !13
  tail call void @llvm.experimental.noalias.scope.decl(metadata !497), !dbg !500
  %_6.i26 = load i64, ptr %25, align 8, !dbg !501, !alias.scope !497, !noundef !13
  %_4.i.i27 = icmp ult i64 %_0.sroa.0.0.i2465, %_6.i26, !dbg !480
  br i1 %_4.i.i27, label %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit", label %panic.i.i28, !dbg !480

panic.i.i28:                                      ; preds = %bb22
; call core::panicking::panic_bounds_check
  tail call void @_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check(i64 noundef %_0.sroa.0.0.i2465, i64 noundef range(i64 0, 1152921504606846976) %_6.i26, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24) @alloc_3d0e8dde2310d91a3ec318488eef0675) #15, !dbg !480, !noalias !506
  unreachable, !dbg !480

"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit": ; preds = %bb22
  %26 = fadd double %running.sroa.0.061, %_3.i25, !dbg !509
  %_7.i29 = load ptr, ptr %24, align 8, !dbg !513, !alias.scope !497, !nonnull !13, !noundef !13
  %_0.i.i30 = getelementptr inbounds nuw double, ptr %_7.i29, i64 %_0.sroa.0.0.i2465, !dbg !522
  store double %26, ptr %_0.i.i30, align 8, !dbg !523
  %_6.i.i21 = icmp ne ptr %spec.select4563, %_6.i.i, !dbg !469
  %spec.select45.idx = select i1 %_6.i.i21, i64 8, i64 0, !dbg !479
  %spec.select45 = getelementptr inbounds nuw i8, ptr %spec.select4563, i64 %spec.select45.idx, !dbg !479
  %_9.0.i = zext i1 %_6.i.i21 to i64, !dbg !524
  %iter1.sroa.7.1 = add i64 %iter1.sroa.7.164, %_9.0.i, !dbg !524
  %_0.sroa.0.0.i24 = select i1 %_6.i.i21, i64 %iter1.sroa.7.164, i64 undef, !dbg !524
  br i1 %_6.i.i21, label %bb22, label %bb23, !dbg !478

bb23:                                             ; preds = %"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE.exit", %_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE.exit
  call void @llvm.lifetime.start.p0(ptr nonnull %fullest), !dbg !530
  %_5.i31 = load ptr, ptr %10, align 8, !dbg !531, !alias.scope !544, !nonnull !13, !noundef !13
  %_4.i32 = load i64, ptr %11, align 8, !dbg !547, !alias.scope !544, !noundef !13
  %_6.i.i.i.i = icmp eq i64 %_4.i32, 0, !dbg !548
  %spec.select.idx.i.i.i = select i1 %_6.i.i.i.i, i64 0, i64 4, !dbg !561
  %spec.select.i.i.i = getelementptr inbounds nuw i8, ptr %_5.i31, i64 %spec.select.idx.i.i.i, !dbg !561
  %spec.select3.i.i.i = select i1 %_6.i.i.i.i, ptr null, ptr %_5.i31, !dbg !561
  br i1 %_6.i.i.i.i, label %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit, label %bb12.i.i.i, !dbg !562

bb12.i.i.i:                                       ; preds = %bb23
  %_6.i.i33.idx = shl nuw nsw i64 %_4.i32, 2, !dbg !565
  %27 = icmp samesign eq i64 %spec.select.idx.i.i.i, %_6.i.i33.idx, !dbg !574
  br i1 %27, label %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit, label %bb5.i.i.i.i, !dbg !582

bb5.i.i.i.i:                                      ; preds = %bb12.i.i.i
  %28 = lshr exact i64 %spec.select.idx.i.i.i, 2, !dbg !583
  %29 = sub nuw nsw i64 %_4.i32, %28, !dbg !583
  %xtraiter = and i64 %29, 3, !dbg !599
  %30 = sub i64 %28, %_4.i32, !dbg !599
  %31 = icmp ugt i64 %30, -4, !dbg !599
  br i1 %31, label %bb8.i.i.i.i.epil.preheader, label %bb5.i.i.i.i.new, !dbg !599

bb5.i.i.i.i.new:                                  ; preds = %bb5.i.i.i.i
  %unroll_iter = and i64 %29, -4, !dbg !599
  br label %bb8.i.i.i.i, !dbg !599

bb8.i.i.i.i:                                      ; preds = %bb8.i.i.i.i, %bb5.i.i.i.i.new
  %i.sroa.0.0.i.i.i.i = phi i64 [ 0, %bb5.i.i.i.i.new ], [ %_27.i.i.i.i.3, %bb8.i.i.i.i ], !dbg !600
  %acc.sroa.0.0.i.i.i.i = phi ptr [ %spec.select3.i.i.i, %bb5.i.i.i.i.new ], [ %..i.i.i.i.i.i.3, %bb8.i.i.i.i ], !dbg !601
  %niter = phi i64 [ 0, %bb5.i.i.i.i.new ], [ %niter.next.3, %bb8.i.i.i.i ]
  %_45.i.i.i.i = getelementptr inbounds nuw i32, ptr %spec.select.i.i.i, i64 %i.sroa.0.0.i.i.i.i, !dbg !602
  tail call void @llvm.experimental.noalias.scope.decl(metadata !606), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !610), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !612), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !620), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !622), !dbg !625
  tail call void @llvm.experimental.noalias.scope.decl(metadata !638), !dbg !625
  %_3.i.i.i.i.i.i.i.i.i.i = load i32, ptr %acc.sroa.0.0.i.i.i.i, align 4, !dbg !640, !alias.scope !644, !noalias !645, !noundef !13
  %_4.i.i.i.i.i.i.i.i.i.i = load i32, ptr %_45.i.i.i.i, align 4, !dbg !655, !alias.scope !656, !noalias !657, !noundef !13
  %_4.i.i.i.i.i.i = icmp ugt i32 %_3.i.i.i.i.i.i.i.i.i.i, %_4.i.i.i.i.i.i.i.i.i.i, !dbg !660
  %..i.i.i.i.i.i = select i1 %_4.i.i.i.i.i.i, ptr %acc.sroa.0.0.i.i.i.i, ptr %_45.i.i.i.i, !dbg !664
  %32 = getelementptr inbounds nuw i32, ptr %spec.select.i.i.i, i64 %i.sroa.0.0.i.i.i.i, !dbg !602
  %_45.i.i.i.i.1 = getelementptr inbounds nuw i8, ptr %32, i64 4, !dbg !602
  tail call void @llvm.experimental.noalias.scope.decl(metadata !665), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !667), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !669), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !671), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !673), !dbg !625
  tail call void @llvm.experimental.noalias.scope.decl(metadata !675), !dbg !625
  %_3.i.i.i.i.i.i.i.i.i.i.1 = load i32, ptr %..i.i.i.i.i.i, align 4, !dbg !640, !alias.scope !677, !noalias !678, !noundef !13
  %_4.i.i.i.i.i.i.i.i.i.i.1 = load i32, ptr %_45.i.i.i.i.1, align 4, !dbg !655, !alias.scope !679, !noalias !680, !noundef !13
  %_4.i.i.i.i.i.i.1 = icmp ugt i32 %_3.i.i.i.i.i.i.i.i.i.i.1, %_4.i.i.i.i.i.i.i.i.i.i.1, !dbg !660
  %..i.i.i.i.i.i.1 = select i1 %_4.i.i.i.i.i.i.1, ptr %..i.i.i.i.i.i, ptr %_45.i.i.i.i.1, !dbg !664
  %33 = getelementptr inbounds nuw i32, ptr %spec.select.i.i.i, i64 %i.sroa.0.0.i.i.i.i, !dbg !602
  %_45.i.i.i.i.2 = getelementptr inbounds nuw i8, ptr %33, i64 8, !dbg !602
  tail call void @llvm.experimental.noalias.scope.decl(metadata !681), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !683), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !685), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !687), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !689), !dbg !625
  tail call void @llvm.experimental.noalias.scope.decl(metadata !691), !dbg !625
  %_3.i.i.i.i.i.i.i.i.i.i.2 = load i32, ptr %..i.i.i.i.i.i.1, align 4, !dbg !640, !alias.scope !693, !noalias !694, !noundef !13
  %_4.i.i.i.i.i.i.i.i.i.i.2 = load i32, ptr %_45.i.i.i.i.2, align 4, !dbg !655, !alias.scope !695, !noalias !696, !noundef !13
  %_4.i.i.i.i.i.i.2 = icmp ugt i32 %_3.i.i.i.i.i.i.i.i.i.i.2, %_4.i.i.i.i.i.i.i.i.i.i.2, !dbg !660
  %..i.i.i.i.i.i.2 = select i1 %_4.i.i.i.i.i.i.2, ptr %..i.i.i.i.i.i.1, ptr %_45.i.i.i.i.2, !dbg !664
  %34 = getelementptr inbounds nuw i32, ptr %spec.select.i.i.i, i64 %i.sroa.0.0.i.i.i.i, !dbg !602
  %_45.i.i.i.i.3 = getelementptr inbounds nuw i8, ptr %34, i64 12, !dbg !602
  tail call void @llvm.experimental.noalias.scope.decl(metadata !697), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !699), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !701), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !703), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !705), !dbg !625
  tail call void @llvm.experimental.noalias.scope.decl(metadata !707), !dbg !625
  %_3.i.i.i.i.i.i.i.i.i.i.3 = load i32, ptr %..i.i.i.i.i.i.2, align 4, !dbg !640, !alias.scope !709, !noalias !710, !noundef !13
  %_4.i.i.i.i.i.i.i.i.i.i.3 = load i32, ptr %_45.i.i.i.i.3, align 4, !dbg !655, !alias.scope !711, !noalias !712, !noundef !13
  %_4.i.i.i.i.i.i.3 = icmp ugt i32 %_3.i.i.i.i.i.i.i.i.i.i.3, %_4.i.i.i.i.i.i.i.i.i.i.3, !dbg !660
  %..i.i.i.i.i.i.3 = select i1 %_4.i.i.i.i.i.i.3, ptr %..i.i.i.i.i.i.2, ptr %_45.i.i.i.i.3, !dbg !664
  %_27.i.i.i.i.3 = add nuw i64 %i.sroa.0.0.i.i.i.i, 4, !dbg !713
  %niter.next.3 = add i64 %niter, 4, !dbg !717
  %niter.ncmp.3 = icmp eq i64 %niter.next.3, %unroll_iter, !dbg !717
  br i1 %niter.ncmp.3, label %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa, label %bb8.i.i.i.i, !dbg !717

_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa: ; preds = %bb8.i.i.i.i
  %lcmp.mod.not = icmp eq i64 %xtraiter, 0, !dbg !717
  br i1 %lcmp.mod.not, label %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit, label %bb8.i.i.i.i.epil.preheader, !dbg !717

bb8.i.i.i.i.epil.preheader:                       ; preds = %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa, %bb5.i.i.i.i
  %i.sroa.0.0.i.i.i.i.epil.init = phi i64 [ 0, %bb5.i.i.i.i ], [ %_27.i.i.i.i.3, %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa ]
  %acc.sroa.0.0.i.i.i.i.epil.init = phi ptr [ %spec.select3.i.i.i, %bb5.i.i.i.i ], [ %..i.i.i.i.i.i.3, %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa ]
  %lcmp.mod81 = icmp ne i64 %xtraiter, 0, !dbg !717
  tail call void @llvm.assume(i1 %lcmp.mod81), !dbg !717
  br label %bb8.i.i.i.i.epil, !dbg !717

bb8.i.i.i.i.epil:                                 ; preds = %bb8.i.i.i.i.epil, %bb8.i.i.i.i.epil.preheader
  %i.sroa.0.0.i.i.i.i.epil = phi i64 [ %i.sroa.0.0.i.i.i.i.epil.init, %bb8.i.i.i.i.epil.preheader ], [ %_27.i.i.i.i.epil, %bb8.i.i.i.i.epil ], !dbg !600
  %acc.sroa.0.0.i.i.i.i.epil = phi ptr [ %acc.sroa.0.0.i.i.i.i.epil.init, %bb8.i.i.i.i.epil.preheader ], [ %..i.i.i.i.i.i.epil, %bb8.i.i.i.i.epil ], !dbg !601
  %epil.iter = phi i64 [ 0, %bb8.i.i.i.i.epil.preheader ], [ %epil.iter.next, %bb8.i.i.i.i.epil ]
  %_45.i.i.i.i.epil = getelementptr inbounds nuw i32, ptr %spec.select.i.i.i, i64 %i.sroa.0.0.i.i.i.i.epil, !dbg !602
  tail call void @llvm.experimental.noalias.scope.decl(metadata !606), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !610), !dbg !609
  tail call void @llvm.experimental.noalias.scope.decl(metadata !612), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !620), !dbg !615
  tail call void @llvm.experimental.noalias.scope.decl(metadata !622), !dbg !625
  tail call void @llvm.experimental.noalias.scope.decl(metadata !638), !dbg !625
  %_3.i.i.i.i.i.i.i.i.i.i.epil = load i32, ptr %acc.sroa.0.0.i.i.i.i.epil, align 4, !dbg !640, !alias.scope !644, !noalias !645, !noundef !13
  %_4.i.i.i.i.i.i.i.i.i.i.epil = load i32, ptr %_45.i.i.i.i.epil, align 4, !dbg !655, !alias.scope !656, !noalias !657, !noundef !13
  %_4.i.i.i.i.i.i.epil = icmp ugt i32 %_3.i.i.i.i.i.i.i.i.i.i.epil, %_4.i.i.i.i.i.i.i.i.i.i.epil, !dbg !660
  %..i.i.i.i.i.i.epil = select i1 %_4.i.i.i.i.i.i.epil, ptr %acc.sroa.0.0.i.i.i.i.epil, ptr %_45.i.i.i.i.epil, !dbg !664
  %_27.i.i.i.i.epil = add nuw i64 %i.sroa.0.0.i.i.i.i.epil, 1, !dbg !713
  %epil.iter.next = add i64 %epil.iter, 1, !dbg !717
  %epil.iter.cmp.not = icmp eq i64 %epil.iter.next, %xtraiter, !dbg !717
  br i1 %epil.iter.cmp.not, label %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit, label %bb8.i.i.i.i.epil, !dbg !717, !llvm.loop !718

_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit: ; preds = %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa, %bb8.i.i.i.i.epil, %bb23, %bb12.i.i.i
  %_0.sroa.0.0.i.i.i = phi ptr [ null, %bb23 ], [ %spec.select3.i.i.i, %bb12.i.i.i ], [ %..i.i.i.i.i.i.3, %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit.loopexit.unr-lcssa ], [ %..i.i.i.i.i.i.epil, %bb8.i.i.i.i.epil ], !dbg !720
  %.not.i = icmp eq ptr %_0.sroa.0.0.i.i.i, null, !dbg !721
  br i1 %.not.i, label %bb2.i, label %"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E.exit", !dbg !725, !prof !126

bb2.i:                                            ; preds = %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit
; call core::option::unwrap_failed
  tail call void @_RNvNtCsgEmfK2I1SDS_4core6option13unwrap_failed(ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24) @alloc_c318df4a7b547a2672f521146c5e3665) #15, !dbg !726, !noalias !727
  unreachable, !dbg !726

"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E.exit": ; preds = %_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E.exit
  store ptr %_0.sroa.0.0.i.i.i, ptr %fullest, align 8, !dbg !730
  call void @llvm.lifetime.start.p0(ptr nonnull %_51), !dbg !731
  %35 = getelementptr inbounds nuw i8, ptr %moments, i64 16, !dbg !731
  %_52 = load double, ptr %35, align 8, !dbg !731, !noundef !13
  %_54 = load i64, ptr %moments, align 8, !dbg !733, !noundef !13
  %_53 = uitofp i64 %_54 to double, !dbg !733
  %36 = fdiv double %_52, %_53, !dbg !731
  store double %36, ptr %_51, align 8, !dbg !731
  %_0.i34 = load i64, ptr %25, align 8, !dbg !734, !alias.scope !736, !noundef !13
  %_2.i35 = icmp ult i64 %_0.i34, 1152921504606846976, !dbg !739
  tail call void @llvm.assume(i1 %_2.i35), !dbg !740
  %_58 = add nsw i64 %_0.i34, -1, !dbg !741
  tail call void @llvm.experimental.noalias.scope.decl(metadata !742), !dbg !745
  %_4.i.i37.not = icmp eq i64 %_0.i34, 0, !dbg !746
  br i1 %_4.i.i37.not, label %panic.i.i38, label %"_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$$GT$5index17h269a3433766f7a22E.exit", !dbg !746

panic.i.i38:                                      ; preds = %"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E.exit"
; call core::panicking::panic_bounds_check
  tail call void @_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check(i64 noundef range(i64 -1, 1152921504606846975) %_58, i64 noundef range(i64 0, 1152921504606846976) 0, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24) @alloc_dfc8195f73d657e5130c7e8dcd9cae95) #15, !dbg !746, !noalias !755
  unreachable, !dbg !746

"_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$$GT$5index17h269a3433766f7a22E.exit": ; preds = %"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E.exit"
  %args2 = getelementptr inbounds nuw i8, ptr %moments, i64 8, !dbg !758
  %_7.i39 = load ptr, ptr %24, align 8, !dbg !759, !alias.scope !742, !nonnull !13, !noundef !13
  %_0.i.i40 = getelementptr inbounds nuw double, ptr %_7.i39, i64 %_58, !dbg !772
  call void @llvm.lifetime.start.p0(ptr nonnull %args), !dbg !773
  store ptr %args2, ptr %args, align 8, !dbg !773
  %_62.sroa.4.0.args.sroa_idx = getelementptr inbounds nuw i8, ptr %args, i64 8, !dbg !773
  store ptr @_RNvXs7_NtNtCsgEmfK2I1SDS_4core3fmt5floatdNtB7_7Display3fmt, ptr %_62.sroa.4.0.args.sroa_idx, align 8, !dbg !773
  %37 = getelementptr inbounds nuw i8, ptr %args, i64 16, !dbg !773
  store ptr %_51, ptr %37, align 8, !dbg !773
  %_63.sroa.4.0..sroa_idx = getelementptr inbounds nuw i8, ptr %args, i64 24, !dbg !773
  store ptr @_RNvXs7_NtNtCsgEmfK2I1SDS_4core3fmt5floatdNtB7_7Display3fmt, ptr %_63.sroa.4.0..sroa_idx, align 8, !dbg !773
  %38 = getelementptr inbounds nuw i8, ptr %args, i64 32, !dbg !773
  store ptr %fullest, ptr %38, align 8, !dbg !773
  %_64.sroa.4.0..sroa_idx = getelementptr inbounds nuw i8, ptr %args, i64 40, !dbg !773
  store ptr @"_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17hf9e64adb1bb88b2aE", ptr %_64.sroa.4.0..sroa_idx, align 8, !dbg !773
  %39 = getelementptr inbounds nuw i8, ptr %args, i64 48, !dbg !773
  store ptr %_0.i.i40, ptr %39, align 8, !dbg !773
  %_65.sroa.4.0..sroa_idx = getelementptr inbounds nuw i8, ptr %args, i64 56, !dbg !773
  store ptr @_RNvXs7_NtNtCsgEmfK2I1SDS_4core3fmt5floatdNtB7_7Display3fmt, ptr %_65.sroa.4.0..sroa_idx, align 8, !dbg !773
; call std::io::stdio::_print
  call void @_RNvNtNtCsjrHSEGnQ3l9_3std2io5stdio6__print(ptr noundef nonnull @alloc_19269f4d9de38e995a70cdc002e20235, ptr noundef nonnull %args) #12, !dbg !758
  call void @llvm.lifetime.end.p0(ptr nonnull %args), !dbg !758
  call void @llvm.lifetime.end.p0(ptr nonnull %_51), !dbg !758
  call void @llvm.lifetime.end.p0(ptr nonnull %fullest), !dbg !777
; call <alloc::raw_vec::RawVecInner>::deallocate
  call void @_RNvMs2_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner10deallocateCsduwmD7cSIQq_5gimli(ptr noalias noundef nonnull align 8 dereferenceable(24) %sums, i64 noundef 8, i64 noundef 8) #12, !dbg !778
  call void @llvm.lifetime.end.p0(ptr nonnull %sums), !dbg !786
  call void @llvm.lifetime.end.p0(ptr nonnull %moments), !dbg !787
; call <alloc::raw_vec::RawVecInner>::deallocate
  call void @_RNvMs2_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner10deallocateCsduwmD7cSIQq_5gimli(ptr noalias noundef nonnull align 8 dereferenceable(24) %bins, i64 noundef 4, i64 noundef 4) #12, !dbg !788
  call void @llvm.lifetime.end.p0(ptr nonnull %bins), !dbg !795
; call <alloc::raw_vec::RawVecInner>::deallocate
  call void @_RNvMs2_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner10deallocateCsduwmD7cSIQq_5gimli(ptr noalias noundef nonnull align 8 dereferenceable(24) %values, i64 noundef 8, i64 noundef 8) #12, !dbg !796
  call void @llvm.lifetime.end.p0(ptr nonnull %values), !dbg !800
  ret void, !dbg !801
}

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(inaccessiblemem: write)
declare void @llvm.assume(i1 noundef) #3

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.start.p0(ptr captures(none)) #4

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.end.p0(ptr captures(none)) #4

; Function Attrs: nounwind nonlazybind uwtable
declare noundef range(i32 0, 10) i32 @rust_eh_personality(i32 noundef, i32 noundef, i64 noundef, ptr noundef, ptr noundef) unnamed_addr #0

; std::rt::lang_start_internal
; Function Attrs: nounwind nonlazybind uwtable
declare noundef i64 @_RNvNtCsjrHSEGnQ3l9_3std2rt19lang_start_internal(ptr noundef nonnull align 1, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(48), i64 noundef, ptr noundef, i8 noundef) unnamed_addr #0

; <u32 as core::fmt::Display>::fmt
; Function Attrs: nounwind nonlazybind uwtable
declare noundef zeroext i1 @_RNvXs8_NtNtNtCsgEmfK2I1SDS_4core3fmt3num3impmNtB9_7Display3fmt(ptr noalias noundef readonly align 4 captures(address, read_provenance) dereferenceable(4), ptr noalias noundef align 8 dereferenceable(24)) unnamed_addr #0

; <f64 as core::fmt::Display>::fmt
; Function Attrs: nounwind nonlazybind uwtable
declare noundef zeroext i1 @_RNvXs7_NtNtCsgEmfK2I1SDS_4core3fmt5floatdNtB7_7Display3fmt(ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(8), ptr noalias noundef align 8 dereferenceable(24)) unnamed_addr #0

; core::option::unwrap_failed
; Function Attrs: cold noinline noreturn nounwind nonlazybind uwtable
declare void @_RNvNtCsgEmfK2I1SDS_4core6option13unwrap_failed(ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24)) unnamed_addr #5

; <alloc::raw_vec::RawVecInner>::try_allocate_in
; Function Attrs: nounwind nonlazybind uwtable
declare void @_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner15try_allocate_inCsduwmD7cSIQq_5gimli(ptr dead_on_unwind noalias noundef writable sret([24 x i8]) align 8 captures(none) dereferenceable(24), i64 noundef, i1 noundef zeroext, i64 noundef range(i64 1, -9223372036854775807), i64 noundef) unnamed_addr #0

; alloc::raw_vec::handle_error
; Function Attrs: cold minsize noreturn nounwind nonlazybind optsize uwtable
declare void @_RNvNtCslNYArtu3iFV_5alloc7raw_vec12handle_error(i64 noundef range(i64 0, -9223372036854775807), i64) unnamed_addr #6

; core::panicking::panic_bounds_check
; Function Attrs: cold minsize noinline noreturn nounwind nonlazybind optsize uwtable
declare void @_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check(i64 noundef, i64 noundef, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(24)) unnamed_addr #7

; <alloc::raw_vec::RawVecInner>::deallocate
; Function Attrs: nounwind nonlazybind uwtable
declare void @_RNvMs2_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner10deallocateCsduwmD7cSIQq_5gimli(ptr noalias noundef align 8 dereferenceable(16), i64 noundef range(i64 1, -9223372036854775807), i64 noundef) unnamed_addr #0

; std::io::stdio::_print
; Function Attrs: nounwind nonlazybind uwtable
declare void @_RNvNtNtCsjrHSEGnQ3l9_3std2io5stdio6__print(ptr noundef nonnull, ptr noundef nonnull) unnamed_addr #0

; Function Attrs: mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none)
declare i64 @llvm.fptoui.sat.i64.f64(double) #8

; Function Attrs: nounwind nonlazybind
define noundef i32 @main(i32 %0, ptr %1) unnamed_addr #9 {
top:
  %_7.i = alloca [8 x i8], align 8
  %2 = load volatile i8, ptr @__rustc_debug_gdb_scripts_section__, align 1
  %3 = sext i32 %0 to i64
  call void @llvm.lifetime.start.p0(ptr nonnull %_7.i), !dbg !14
  store ptr @_ZN9histogram4main17h394b03153f83869eE, ptr %_7.i, align 8, !dbg !14
; call std::rt::lang_start_internal
  %_0.i = call noundef i64 @_RNvNtCsjrHSEGnQ3l9_3std2rt19lang_start_internal(ptr noundef nonnull align 1 %_7.i, ptr noalias noundef readonly align 8 captures(address, read_provenance) dereferenceable(48) @vtable.0, i64 noundef %3, ptr noundef %1, i8 noundef 0) #12, !dbg !15
  call void @llvm.lifetime.end.p0(ptr nonnull %_7.i), !dbg !16
  %4 = trunc i64 %_0.i to i32
  ret i32 %4
}

; Function Attrs: nocallback nofree nosync nounwind willreturn memory(inaccessiblemem: readwrite)
declare void @llvm.experimental.noalias.scope.decl(metadata) #10

; Function Attrs: nocallback nofree nounwind willreturn memory(argmem: write)
declare void @llvm.memset.p0.i64(ptr writeonly captures(none), i8, i64, i1 immarg) #11

attributes #0 = { nounwind nonlazybind uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #1 = { inlinehint nounwind nonlazybind uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #2 = { noinline nounwind nonlazybind uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #3 = { mustprogress nocallback nofree nosync nounwind willreturn memory(inaccessiblemem: write) }
attributes #4 = { mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #5 = { cold noinline noreturn nounwind nonlazybind uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #6 = { cold minsize noreturn nounwind nonlazybind optsize uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #7 = { cold minsize noinline noreturn nounwind nonlazybind optsize uwtable "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #8 = { mustprogress nocallback nocreateundeforpoison nofree nosync nounwind speculatable willreturn memory(none) }
attributes #9 = { nounwind nonlazybind "probe-stack"="inline-asm" "target-cpu"="x86-64" }
attributes #10 = { nocallback nofree nosync nounwind willreturn memory(inaccessiblemem: readwrite) }
attributes #11 = { nocallback nofree nounwind willreturn memory(argmem: write) }
attributes #12 = { nounwind }
attributes #13 = { noinline nounwind }
attributes #14 = { noreturn nounwind }
attributes #15 = { noinline noreturn nounwind }

!llvm.module.flags = !{!0, !1, !2, !3, !4}
!llvm.ident = !{!5}
!llvm.dbg.cu = !{!6}

!0 = !{i32 8, !"PIC Level", i32 2}
!1 = !{i32 7, !"PIE Level", i32 2}
!2 = !{i32 2, !"RtLibUseGOT", i32 1}
!3 = !{i32 7, !"Dwarf Version", i32 4}
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = !{!"rustc version 1.95.0 (59807616e 2026-04-14)"}
!6 = distinct !DICompileUnit(language: DW_LANG_Rust, file: !7, producer: "clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, splitDebugInlining: false, nameTableKind: None)
!7 = !DIFile(filename: "histogram.rs/@/histogram.90a1b6ca86cb28b7-cgu.0", directory: ".")
!8 = distinct !DISubprogram(name: "lang_start<()>", linkageName: "_ZN3std2rt10lang_start17h98ca4c485a2c62e3E", scope: !10, file: !9, line: 199, type: !12, scopeLine: 199, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!9 = !DIFile(filename: "library/std/src/rt.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "83eadca7bec2ebce94abb46f51902baa")
!10 = !DINamespace(name: "rt", scope: !11)
!11 = !DINamespace(name: "std", scope: null)
!12 = !DISubroutineType(types: !13)
!13 = !{}
!14 = !DILocation(line: 206, column: 10, scope: !8)
!15 = !DILocation(line: 205, column: 5, scope: !8)
!16 = !DILocation(line: 210, column: 5, scope: !8)
!17 = !DILocation(line: 211, column: 2, scope: !8)
!18 = distinct !DISubprogram(name: "{closure#0}<()>", linkageName: "_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E", scope: !19, file: !9, line: 206, type: !12, scopeLine: 206, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!19 = !DINamespace(name: "lang_start", scope: !10)
!20 = !DILocation(line: 206, column: 70, scope: !18)
!21 = !DILocation(line: 206, column: 18, scope: !18)
!22 = !DILocation(line: 206, column: 93, scope: !18)
!23 = distinct !DISubprogram(name: "__rust_begin_short_backtrace<fn(), ()>", linkageName: "_ZN3std3sys9backtrace28__rust_begin_short_backtrace17hb145b5d86922a5d6E", scope: !25, file: !24, line: 162, type: !12, scopeLine: 162, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!24 = !DIFile(filename: "library/std/src/sys/backtrace.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "0469076862be40bd9e65965440a24fae")
!25 = !DINamespace(name: "backtrace", scope: !26)
!26 = !DINamespace(name: "sys", scope: !11)
!27 = !DILocation(line: 250, column: 5, scope: !28, inlinedAt: !34)
!28 = distinct !DISubprogram(name: "call_once<fn(), ()>", linkageName: "_ZN4core3ops8function6FnOnce9call_once17h9d6f580043f0c9f2E", scope: !30, file: !29, line: 250, type: !12, scopeLine: 250, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!29 = !DIFile(filename: "library/core/src/ops/function.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "7165aec212fc528edf645f7f5c1c91bb")
!30 = !DINamespace(name: "FnOnce", scope: !31)
!31 = !DINamespace(name: "function", scope: !32)
!32 = !DINamespace(name: "ops", scope: !33)
!33 = !DINamespace(name: "core", scope: null)
!34 = distinct !DILocation(line: 166, column: 18, scope: !23)
!35 = !DILocation(line: 491, column: 5, scope: !36, inlinedAt: !39)
!36 = distinct !DISubprogram(name: "black_box<()>", linkageName: "_ZN4core4hint9black_box17h70b1795e7580d77eE", scope: !38, file: !37, line: 490, type: !12, scopeLine: 490, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!37 = !DIFile(filename: "library/core/src/hint.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "2a901a283eb5f69871d8be07d256ca78")
!38 = !DINamespace(name: "hint", scope: !33)
!39 = !DILocation(line: 169, column: 5, scope: !40)
!40 = distinct !DILexicalBlock(scope: !23, file: !24, line: 166, column: 5)
!41 = !{i64 15778515848269399}
!42 = !DILocation(line: 172, column: 2, scope: !23)
!43 = distinct !DISubprogram(name: "fmt<u32>", linkageName: "_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17hf9e64adb1bb88b2aE", scope: !45, file: !44, line: 2865, type: !12, scopeLine: 2865, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!44 = !DIFile(filename: "library/core/src/fmt/mod.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "66c54229528687a22c80807f245fa4df")
!45 = !DINamespace(name: "{impl#82}", scope: !46)
!46 = !DINamespace(name: "fmt", scope: !33)
!47 = !DILocation(line: 2865, column: 71, scope: !43)
!48 = !{i64 4}
!49 = !DILocation(line: 2865, column: 62, scope: !43)
!50 = !DILocation(line: 2865, column: 84, scope: !43)
!51 = distinct !DISubprogram(name: "call_once<std::rt::lang_start::{closure_env#0}<()>, ()>", linkageName: "_ZN4core3ops8function6FnOnce40call_once$u7b$$u7b$vtable.shim$u7d$$u7d$17hd5a914fb06e04e0dE", scope: !30, file: !29, line: 250, type: !12, scopeLine: 250, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!52 = !DILocation(line: 250, column: 5, scope: !51)
!53 = !DILocation(line: 206, column: 18, scope: !18, inlinedAt: !54)
!54 = distinct !DILocation(line: 250, column: 5, scope: !55, inlinedAt: !56)
!55 = distinct !DISubprogram(name: "call_once<std::rt::lang_start::{closure_env#0}<()>, ()>", linkageName: "_ZN4core3ops8function6FnOnce9call_once17h43c3656e002631b7E", scope: !30, file: !29, line: 250, type: !12, scopeLine: 250, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!56 = distinct !DILocation(line: 250, column: 5, scope: !51)
!57 = !{!58}
!58 = distinct !{!58, !59, !"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E: %_1"}
!59 = distinct !{!59, !"_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17he1ab7db6d6afd3c1E"}
!60 = distinct !DISubprogram(name: "main", linkageName: "_ZN9histogram4main17h394b03153f83869eE", scope: !62, file: !61, line: 27, type: !12, scopeLine: 27, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized | DISPFlagMainSubprogram, unit: !6, templateParams: !13)
!61 = !DIFile(filename: "histogram.rs", directory: ".", checksumkind: CSK_MD5, checksum: "b81c175e53ee59df8c85b68e8587d1b8")
!62 = !DINamespace(name: "histogram", scope: null)
!63 = !DILocation(line: 29, column: 9, scope: !64)
!64 = distinct !DILexicalBlock(scope: !60, file: !61, line: 28, column: 5)
!65 = !{!66}
!66 = distinct !{!66, !67, !"_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE: %_0"}
!67 = distinct !{!67, !"_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE"}
!68 = !DILocation(line: 29, column: 71, scope: !64)
!69 = !{!70}
!70 = distinct !{!70, !71, !"_ZN95_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..iter..traits..collect..FromIterator$LT$T$GT$$GT$9from_iter17h93254c90c6763623E: %_0"}
!71 = distinct !{!71, !"_ZN95_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..iter..traits..collect..FromIterator$LT$T$GT$$GT$9from_iter17h93254c90c6763623E"}
!72 = !DILocation(line: 2064, column: 9, scope: !73, inlinedAt: !79)
!73 = distinct !DISubprogram(name: "collect<core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>, alloc::vec::Vec<f64, alloc::alloc::Global>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE", scope: !75, file: !74, line: 2051, type: !12, scopeLine: 2051, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!74 = !DIFile(filename: "library/core/src/iter/traits/iterator.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "03f316921fc0b2bb7786dd4fa41456f9")
!75 = !DINamespace(name: "Iterator", scope: !76)
!76 = !DINamespace(name: "iterator", scope: !77)
!77 = !DINamespace(name: "traits", scope: !78)
!78 = !DINamespace(name: "iter", scope: !33)
!79 = distinct !DILocation(line: 29, column: 71, scope: !64)
!80 = !{!81}
!81 = distinct !{!81, !82, !"_ZN98_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter..SpecFromIter$LT$T$C$I$GT$$GT$9from_iter17ha297fa6e132eead3E: %_0"}
!82 = distinct !{!82, !"_ZN98_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter..SpecFromIter$LT$T$C$I$GT$$GT$9from_iter17ha297fa6e132eead3E"}
!83 = !DILocation(line: 3865, column: 9, scope: !84, inlinedAt: !89)
!84 = distinct !DISubprogram(name: "from_iter<f64, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>", linkageName: "_ZN95_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..iter..traits..collect..FromIterator$LT$T$GT$$GT$9from_iter17h93254c90c6763623E", scope: !86, file: !85, line: 3864, type: !12, scopeLine: 3864, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!85 = !DIFile(filename: "library/alloc/src/vec/mod.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "561105229399139e451a3aa6309b761e")
!86 = !DINamespace(name: "{impl#16}", scope: !87)
!87 = !DINamespace(name: "vec", scope: !88)
!88 = !DINamespace(name: "alloc", scope: null)
!89 = distinct !DILocation(line: 2064, column: 9, scope: !73, inlinedAt: !79)
!90 = !DILocation(line: 433, column: 15, scope: !91, inlinedAt: !95)
!91 = distinct !DISubprogram(name: "with_capacity_in<alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$16with_capacity_in17h54bfae17049a013eE", scope: !93, file: !92, line: 432, type: !12, scopeLine: 432, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!92 = !DIFile(filename: "library/alloc/src/raw_vec/mod.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "78584250230dfe0aae92794a07566ae7")
!93 = !DINamespace(name: "RawVecInner", scope: !94)
!94 = !DINamespace(name: "raw_vec", scope: !88)
!95 = distinct !DILocation(line: 177, column: 20, scope: !96, inlinedAt: !98)
!96 = distinct !DISubprogram(name: "with_capacity_in<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$16with_capacity_in17h32b3712b5a4bf437E", scope: !97, file: !92, line: 175, type: !12, scopeLine: 175, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!97 = !DINamespace(name: "RawVec", scope: !94)
!98 = distinct !DILocation(line: 965, column: 20, scope: !99, inlinedAt: !101)
!99 = distinct !DISubprogram(name: "with_capacity_in<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$16with_capacity_in17h2e5a0ef88d75178bE", scope: !100, file: !85, line: 964, type: !12, scopeLine: 964, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!100 = !DINamespace(name: "Vec", scope: !87)
!101 = distinct !DILocation(line: 524, column: 9, scope: !102, inlinedAt: !103)
!102 = distinct !DISubprogram(name: "with_capacity<f64>", linkageName: "_ZN5alloc3vec12Vec$LT$T$GT$13with_capacity17h08123a50a8d3d545E", scope: !100, file: !85, line: 523, type: !12, scopeLine: 523, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!103 = distinct !DILocation(line: 52, column: 33, scope: !104, inlinedAt: !109)
!104 = distinct !DILexicalBlock(scope: !106, file: !105, line: 52, column: 13)
!105 = !DIFile(filename: "library/alloc/src/vec/spec_from_iter_nested.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "f1ca97f56309a9c2b99339993bd752ef")
!106 = distinct !DISubprogram(name: "from_iter<f64, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>", linkageName: "_ZN111_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter_nested..SpecFromIterNested$LT$T$C$I$GT$$GT$9from_iter17hfa6b0d6e8a4357b2E", scope: !107, file: !105, line: 50, type: !12, scopeLine: 50, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!107 = !DINamespace(name: "{impl#1}", scope: !108)
!108 = !DINamespace(name: "spec_from_iter_nested", scope: !87)
!109 = distinct !DILocation(line: 33, column: 9, scope: !110, inlinedAt: !114)
!110 = distinct !DISubprogram(name: "from_iter<f64, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>", linkageName: "_ZN98_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter..SpecFromIter$LT$T$C$I$GT$$GT$9from_iter17ha297fa6e132eead3E", scope: !112, file: !111, line: 32, type: !12, scopeLine: 32, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!111 = !DIFile(filename: "library/alloc/src/vec/spec_from_iter.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "87e48553151b7c26b3585234ec8e05e7")
!112 = !DINamespace(name: "{impl#0}", scope: !113)
!113 = !DINamespace(name: "spec_from_iter", scope: !87)
!114 = distinct !DILocation(line: 3865, column: 9, scope: !84, inlinedAt: !89)
!115 = !{!116, !118, !81, !119, !70, !120, !66, !121}
!116 = distinct !{!116, !117, !"_ZN111_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter_nested..SpecFromIterNested$LT$T$C$I$GT$$GT$9from_iter17hfa6b0d6e8a4357b2E: %_0"}
!117 = distinct !{!117, !"_ZN111_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter_nested..SpecFromIterNested$LT$T$C$I$GT$$GT$9from_iter17hfa6b0d6e8a4357b2E"}
!118 = distinct !{!118, !117, !"_ZN111_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter_nested..SpecFromIterNested$LT$T$C$I$GT$$GT$9from_iter17hfa6b0d6e8a4357b2E: %iterator"}
!119 = distinct !{!119, !82, !"_ZN98_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$alloc..vec..spec_from_iter..SpecFromIter$LT$T$C$I$GT$$GT$9from_iter17ha297fa6e132eead3E: %iterator"}
!120 = distinct !{!120, !71, !"_ZN95_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..iter..traits..collect..FromIterator$LT$T$GT$$GT$9from_iter17h93254c90c6763623E: %iter"}
!121 = distinct !{!121, !67, !"_ZN4core4iter6traits8iterator8Iterator7collect17haf37620beb79719aE: %self"}
!122 = !{i64 0, i64 2}
!123 = !DILocation(line: 433, column: 9, scope: !91, inlinedAt: !95)
!124 = !DILocation(line: 0, scope: !91, inlinedAt: !95)
!125 = !{i64 0, i64 -9223372036854775807}
!126 = !{!"branch_weights", !"expected", i32 1, i32 2000}
!127 = !DILocation(line: 441, column: 17, scope: !91, inlinedAt: !95)
!128 = !DILocation(line: 441, column: 25, scope: !129, inlinedAt: !95)
!129 = distinct !DILexicalBlock(scope: !91, file: !92, line: 441, column: 13)
!130 = !DILocation(line: 434, column: 16, scope: !91, inlinedAt: !95)
!131 = !DILocation(line: 765, column: 9, scope: !132, inlinedAt: !133)
!132 = distinct !DISubprogram(name: "needs_to_grow<alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$13needs_to_grow17h7b44bac1b7e53979E", scope: !93, file: !92, line: 764, type: !12, scopeLine: 764, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!133 = distinct !DILocation(line: 437, column: 50, scope: !134, inlinedAt: !95)
!134 = distinct !DILexicalBlock(scope: !91, file: !92, line: 434, column: 13)
!135 = !DILocation(line: 210, column: 9, scope: !136, inlinedAt: !137)
!136 = distinct !DISubprogram(name: "assert_unchecked", linkageName: "_RNvNtCsgEmfK2I1SDS_4core4hint16assert_unchecked", scope: !38, file: !37, line: 202, type: !12, scopeLine: 202, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!137 = distinct !DILocation(line: 437, column: 21, scope: !134, inlinedAt: !95)
!138 = !DILocation(line: 442, column: 9, scope: !91, inlinedAt: !95)
!139 = !DILocation(line: 2646, column: 19, scope: !140, inlinedAt: !143)
!140 = distinct !DILexicalBlock(scope: !141, file: !74, line: 2646, column: 41)
!141 = distinct !DILexicalBlock(scope: !142, file: !74, line: 2645, column: 9)
!142 = distinct !DISubprogram(name: "fold<core::ops::range::Range<i32>, (), core::iter::adapters::map::map_fold::{closure_env#0}<i32, f64, (), histogram::main::{closure_env#0}, core::iter::traits::iterator::Iterator::for_each::call::{closure_env#0}<f64, alloc::vec::{impl#21}::extend_trusted::{closure_env#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>>>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator4fold17h9c2a060fbbf087d7E", scope: !75, file: !74, line: 2640, type: !12, scopeLine: 2640, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!143 = distinct !DILocation(line: 128, column: 19, scope: !144, inlinedAt: !149)
!144 = distinct !DISubprogram(name: "fold<f64, core::ops::range::Range<i32>, histogram::main::{closure_env#0}, (), core::iter::traits::iterator::Iterator::for_each::call::{closure_env#0}<f64, alloc::vec::{impl#21}::extend_trusted::{closure_env#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>>>", linkageName: "_ZN102_$LT$core..iter..adapters..map..Map$LT$I$C$F$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17h3452416dd61fd99dE", scope: !146, file: !145, line: 124, type: !12, scopeLine: 124, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!145 = !DIFile(filename: "library/core/src/iter/adapters/map.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "47fd4c3c8424e034238ec6bb5a169812")
!146 = !DINamespace(name: "{impl#2}", scope: !147)
!147 = !DINamespace(name: "map", scope: !148)
!148 = !DINamespace(name: "adapters", scope: !78)
!149 = distinct !DILocation(line: 845, column: 14, scope: !150, inlinedAt: !151)
!150 = distinct !DISubprogram(name: "for_each<core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>, alloc::vec::{impl#21}::extend_trusted::{closure_env#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator8for_each17hf239d015ef1942a8E", scope: !75, file: !74, line: 835, type: !12, scopeLine: 835, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!151 = distinct !DILocation(line: 4001, column: 26, scope: !152, inlinedAt: !157)
!152 = distinct !DILexicalBlock(scope: !153, file: !85, line: 4000, column: 17)
!153 = distinct !DILexicalBlock(scope: !154, file: !85, line: 3999, column: 17)
!154 = distinct !DILexicalBlock(scope: !155, file: !85, line: 3990, column: 40)
!155 = distinct !DILexicalBlock(scope: !156, file: !85, line: 3989, column: 9)
!156 = distinct !DISubprogram(name: "extend_trusted<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted17h44562b2ff8ce9a34E", scope: !100, file: !85, line: 3988, type: !12, scopeLine: 3988, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!157 = distinct !DILocation(line: 27, column: 14, scope: !158, inlinedAt: !162)
!158 = distinct !DISubprogram(name: "spec_extend<f64, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>, alloc::alloc::Global>", linkageName: "_ZN97_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$alloc..vec..spec_extend..SpecExtend$LT$T$C$I$GT$$GT$11spec_extend17h0bec27446c523ddbE", scope: !160, file: !159, line: 26, type: !12, scopeLine: 26, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!159 = !DIFile(filename: "library/alloc/src/vec/spec_extend.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "64fc232c5e502e0225698dc98d50caf8")
!160 = !DINamespace(name: "{impl#1}", scope: !161)
!161 = !DINamespace(name: "spec_extend", scope: !87)
!162 = distinct !DILocation(line: 60, column: 16, scope: !163, inlinedAt: !109)
!163 = distinct !DILexicalBlock(scope: !106, file: !105, line: 51, column: 9)
!164 = !DILocation(line: 772, column: 12, scope: !165, inlinedAt: !169)
!165 = distinct !DISubprogram(name: "spec_next<i32>", linkageName: "_ZN89_$LT$core..ops..range..Range$LT$T$GT$$u20$as$u20$core..iter..range..RangeIteratorImpl$GT$9spec_next17hcdba8b1761b0ce27E", scope: !167, file: !166, line: 771, type: !12, scopeLine: 771, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!166 = !DIFile(filename: "library/core/src/iter/range.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "e302cc3146df1591d87c4742d277fd2d")
!167 = !DINamespace(name: "{impl#5}", scope: !168)
!168 = !DINamespace(name: "range", scope: !78)
!169 = distinct !DILocation(line: 857, column: 14, scope: !170, inlinedAt: !172)
!170 = distinct !DISubprogram(name: "next<i32>", linkageName: "_ZN4core4iter5range101_$LT$impl$u20$core..iter..traits..iterator..Iterator$u20$for$u20$core..ops..range..Range$LT$A$GT$$GT$4next17h09366f4f73f2bc09E", scope: !171, file: !166, line: 856, type: !12, scopeLine: 856, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!171 = !DINamespace(name: "{impl#6}", scope: !168)
!172 = distinct !DILocation(line: 2646, column: 34, scope: !140, inlinedAt: !143)
!173 = !DILocation(line: 2533, column: 13, scope: !174, inlinedAt: !178)
!174 = distinct !DISubprogram(name: "wrapping_mul", linkageName: "_RNvMs7_NtCsgEmfK2I1SDS_4core3numy12wrapping_mul", scope: !176, file: !175, line: 2532, type: !12, scopeLine: 2532, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!175 = !DIFile(filename: "library/core/src/num/uint_macros.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "de2f29a3485fc28d710ba6c3062e6efa")
!176 = !DINamespace(name: "{impl#9}", scope: !177)
!177 = !DINamespace(name: "num", scope: !33)
!178 = distinct !DILocation(line: 23, column: 20, scope: !179, inlinedAt: !180)
!179 = distinct !DISubprogram(name: "next_random", linkageName: "_ZN9histogram11next_random17h23d60f1374678cdeE", scope: !62, file: !61, line: 22, type: !12, scopeLine: 22, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!180 = distinct !DILocation(line: 29, column: 46, scope: !181, inlinedAt: !183)
!181 = distinct !DISubprogram(name: "{closure#0}", linkageName: "_ZN9histogram4main28_$u7b$$u7b$closure$u7d$$u7d$17haf7b839314d3185cE", scope: !182, file: !61, line: 29, type: !12, scopeLine: 29, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!182 = !DINamespace(name: "main", scope: !62)
!183 = distinct !DILocation(line: 88, column: 28, scope: !184, inlinedAt: !186)
!184 = distinct !DISubprogram(name: "{closure#0}<i32, f64, (), histogram::main::{closure_env#0}, core::iter::traits::iterator::Iterator::for_each::call::{closure_env#0}<f64, alloc::vec::{impl#21}::extend_trusted::{closure_env#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>>>", linkageName: "_ZN4core4iter8adapters3map8map_fold28_$u7b$$u7b$closure$u7d$$u7d$17hc627c45c3b8310fcE", scope: !185, file: !145, line: 88, type: !12, scopeLine: 88, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!185 = !DINamespace(name: "map_fold", scope: !147)
!186 = distinct !DILocation(line: 2647, column: 21, scope: !140, inlinedAt: !143)
!187 = !DILocation(line: 2457, column: 13, scope: !188, inlinedAt: !189)
!188 = distinct !DISubprogram(name: "wrapping_add", linkageName: "_RNvMs7_NtCsgEmfK2I1SDS_4core3numy12wrapping_add", scope: !176, file: !175, line: 2456, type: !12, scopeLine: 2456, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!189 = distinct !DILocation(line: 23, column: 54, scope: !179, inlinedAt: !180)
!190 = !DILocation(line: 24, column: 5, scope: !179, inlinedAt: !180)
!191 = !DILocation(line: 961, column: 18, scope: !192, inlinedAt: !197)
!192 = distinct !DISubprogram(name: "add<f64>", linkageName: "_ZN4core3ptr7mut_ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$3add17h090089a2f274e5f9E", scope: !194, file: !193, line: 927, type: !12, scopeLine: 927, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!193 = !DIFile(filename: "library/core/src/ptr/mut_ptr.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "7c03c8e0ae695174f7f10881dc49d2cb")
!194 = !DINamespace(name: "{impl#0}", scope: !195)
!195 = !DINamespace(name: "mut_ptr", scope: !196)
!196 = !DINamespace(name: "ptr", scope: !33)
!197 = distinct !DILocation(line: 4002, column: 36, scope: !198, inlinedAt: !201)
!198 = distinct !DISubprogram(name: "{closure#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted28_$u7b$$u7b$closure$u7d$$u7d$17h0d9a66c3bc0aa27dE", scope: !199, file: !85, line: 4001, type: !12, scopeLine: 4001, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!199 = !DINamespace(name: "extend_trusted", scope: !200)
!200 = !DINamespace(name: "{impl#21}", scope: !87)
!201 = distinct !DILocation(line: 842, column: 29, scope: !202, inlinedAt: !205)
!202 = distinct !DISubprogram(name: "{closure#0}<f64, alloc::vec::{impl#21}::extend_trusted::{closure_env#0}<f64, alloc::alloc::Global, core::iter::adapters::map::Map<core::ops::range::Range<i32>, histogram::main::{closure_env#0}>>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator8for_each4call28_$u7b$$u7b$closure$u7d$$u7d$17he9eacb9e53c53587E", scope: !203, file: !74, line: 842, type: !12, scopeLine: 842, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!203 = !DINamespace(name: "call", scope: !204)
!204 = !DINamespace(name: "for_each", scope: !75)
!205 = distinct !DILocation(line: 88, column: 21, scope: !184, inlinedAt: !186)
!206 = !DILocation(line: 1917, column: 41, scope: !207, inlinedAt: !209)
!207 = distinct !DISubprogram(name: "write<f64>", linkageName: "_ZN4core3ptr5write17h7101fc7e468b18e9E", scope: !196, file: !208, line: 1894, type: !12, scopeLine: 1894, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!208 = !DIFile(filename: "library/core/src/ptr/mod.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "8f706ae0a0620120e6e931983ef127f1")
!209 = distinct !DILocation(line: 4002, column: 21, scope: !198, inlinedAt: !201)
!210 = !{!211, !213, !215, !217, !219, !221, !222, !224, !225, !227, !116, !118, !81, !119, !70, !120, !66, !121}
!211 = distinct !{!211, !212, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted28_$u7b$$u7b$closure$u7d$$u7d$17h0d9a66c3bc0aa27dE: %_1"}
!212 = distinct !{!212, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted28_$u7b$$u7b$closure$u7d$$u7d$17h0d9a66c3bc0aa27dE"}
!213 = distinct !{!213, !214, !"_ZN4core4iter6traits8iterator8Iterator8for_each4call28_$u7b$$u7b$closure$u7d$$u7d$17he9eacb9e53c53587E: %_1"}
!214 = distinct !{!214, !"_ZN4core4iter6traits8iterator8Iterator8for_each4call28_$u7b$$u7b$closure$u7d$$u7d$17he9eacb9e53c53587E"}
!215 = distinct !{!215, !216, !"_ZN4core4iter8adapters3map8map_fold28_$u7b$$u7b$closure$u7d$$u7d$17hc627c45c3b8310fcE: %_1"}
!216 = distinct !{!216, !"_ZN4core4iter8adapters3map8map_fold28_$u7b$$u7b$closure$u7d$$u7d$17hc627c45c3b8310fcE"}
!217 = distinct !{!217, !218, !"_ZN4core4iter6traits8iterator8Iterator4fold17h9c2a060fbbf087d7E: %f"}
!218 = distinct !{!218, !"_ZN4core4iter6traits8iterator8Iterator4fold17h9c2a060fbbf087d7E"}
!219 = distinct !{!219, !220, !"_ZN102_$LT$core..iter..adapters..map..Map$LT$I$C$F$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17h3452416dd61fd99dE: %self"}
!220 = distinct !{!220, !"_ZN102_$LT$core..iter..adapters..map..Map$LT$I$C$F$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17h3452416dd61fd99dE"}
!221 = distinct !{!221, !220, !"_ZN102_$LT$core..iter..adapters..map..Map$LT$I$C$F$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17h3452416dd61fd99dE: %g"}
!222 = distinct !{!222, !223, !"_ZN4core4iter6traits8iterator8Iterator8for_each17hf239d015ef1942a8E: %self"}
!223 = distinct !{!223, !"_ZN4core4iter6traits8iterator8Iterator8for_each17hf239d015ef1942a8E"}
!224 = distinct !{!224, !223, !"_ZN4core4iter6traits8iterator8Iterator8for_each17hf239d015ef1942a8E: %f"}
!225 = distinct !{!225, !226, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted17h44562b2ff8ce9a34E: %iterator"}
!226 = distinct !{!226, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$14extend_trusted17h44562b2ff8ce9a34E"}
!227 = distinct !{!227, !228, !"_ZN97_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$alloc..vec..spec_extend..SpecExtend$LT$T$C$I$GT$$GT$11spec_extend17h0bec27446c523ddbE: %iterator"}
!228 = distinct !{!228, !"_ZN97_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$alloc..vec..spec_extend..SpecExtend$LT$T$C$I$GT$$GT$11spec_extend17h0bec27446c523ddbE"}
!229 = !DILocation(line: 19, column: 9, scope: !230, inlinedAt: !234)
!230 = distinct !DISubprogram(name: "increment_len", linkageName: "_RNvMNtNtCslNYArtu3iFV_5alloc3vec15set_len_on_dropNtB2_12SetLenOnDrop13increment_len", scope: !232, file: !231, line: 18, type: !12, scopeLine: 18, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!231 = !DIFile(filename: "library/alloc/src/vec/set_len_on_drop.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "9a0d01ce4a85900df996691fa734ffd7")
!232 = !DINamespace(name: "SetLenOnDrop", scope: !233)
!233 = !DINamespace(name: "set_len_on_drop", scope: !87)
!234 = distinct !DILocation(line: 4006, column: 31, scope: !198, inlinedAt: !201)
!235 = !DILocation(line: 1916, column: 50, scope: !236, inlinedAt: !241)
!236 = distinct !DISubprogram(name: "lt", linkageName: "_RNvXs1c_NtNtCsgEmfK2I1SDS_4core3cmp5implslNtB8_10PartialOrd2lt", scope: !238, file: !237, line: 1916, type: !12, scopeLine: 1916, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!237 = !DIFile(filename: "library/core/src/cmp.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "9b875f3ee90b4abbf50efdba3db39504")
!238 = !DINamespace(name: "{impl#76}", scope: !239)
!239 = !DINamespace(name: "impls", scope: !240)
!240 = !DINamespace(name: "cmp", scope: !33)
!241 = distinct !DILocation(line: 772, column: 12, scope: !165, inlinedAt: !169)
!242 = !DILocation(line: 61, column: 9, scope: !163, inlinedAt: !109)
!243 = !{!81, !70, !66}
!244 = !{!118, !119, !120, !121}
!245 = !DILocation(line: 30, column: 9, scope: !246)
!246 = distinct !DILexicalBlock(scope: !64, file: !61, line: 29, column: 5)
!247 = !{!248}
!248 = distinct !{!248, !249, !"_ZN5alloc3vec9from_elem17h443d9b66a16746a8E: %_0"}
!249 = distinct !{!249, !"_ZN5alloc3vec9from_elem17h443d9b66a16746a8E"}
!250 = !DILocation(line: 30, column: 20, scope: !246)
!251 = !{!252}
!252 = distinct !{!252, !253, !"_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17h5da81079eff3723bE: %_0"}
!253 = distinct !{!253, !"_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17h5da81079eff3723bE"}
!254 = !DILocation(line: 3651, column: 5, scope: !255, inlinedAt: !256)
!255 = distinct !DISubprogram(name: "from_elem<u32>", linkageName: "_ZN5alloc3vec9from_elem17h443d9b66a16746a8E", scope: !87, file: !85, line: 3650, type: !12, scopeLine: 3650, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!256 = distinct !DILocation(line: 30, column: 20, scope: !246)
!257 = !DILocation(line: 589, column: 15, scope: !258, inlinedAt: !259)
!258 = distinct !DISubprogram(name: "with_capacity_zeroed_in<alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$23with_capacity_zeroed_in17ha19931580824b0bdE", scope: !93, file: !92, line: 588, type: !12, scopeLine: 588, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!259 = distinct !DILocation(line: 221, column: 20, scope: !260, inlinedAt: !261)
!260 = distinct !DISubprogram(name: "with_capacity_zeroed_in<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$23with_capacity_zeroed_in17hb8592b6cd1c0fd81E", scope: !97, file: !92, line: 219, type: !12, scopeLine: 219, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!261 = distinct !DILocation(line: 24, column: 31, scope: !262, inlinedAt: !266)
!262 = distinct !DISubprogram(name: "from_elem<u32, alloc::alloc::Global>", linkageName: "_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17h5da81079eff3723bE", scope: !264, file: !263, line: 22, type: !12, scopeLine: 22, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!263 = !DIFile(filename: "library/alloc/src/vec/spec_from_elem.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "22e98e423536bab5c4532831d8ac869f")
!264 = !DINamespace(name: "{impl#1}", scope: !265)
!265 = !DINamespace(name: "spec_from_elem", scope: !87)
!266 = distinct !DILocation(line: 3651, column: 5, scope: !255, inlinedAt: !256)
!267 = !{!252, !248}
!268 = !DILocation(line: 589, column: 9, scope: !258, inlinedAt: !259)
!269 = !DILocation(line: 0, scope: !258, inlinedAt: !259)
!270 = !DILocation(line: 591, column: 17, scope: !258, inlinedAt: !259)
!271 = !DILocation(line: 591, column: 25, scope: !272, inlinedAt: !259)
!272 = distinct !DILexicalBlock(scope: !258, file: !92, line: 591, column: 13)
!273 = !DILocation(line: 590, column: 16, scope: !258, inlinedAt: !259)
!274 = !DILocation(line: 592, column: 9, scope: !258, inlinedAt: !259)
!275 = !DILocation(line: 24, column: 20, scope: !262, inlinedAt: !266)
!276 = !DILocation(line: 31, column: 9, scope: !277)
!277 = distinct !DILexicalBlock(scope: !246, file: !61, line: 30, column: 5)
!278 = !DILocation(line: 11, column: 9, scope: !279, inlinedAt: !281)
!279 = distinct !DISubprogram(name: "new", linkageName: "_ZN9histogram7Moments3new17he9309c1f66cb6d90E", scope: !280, file: !61, line: 10, type: !12, scopeLine: 10, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!280 = !DINamespace(name: "Moments", scope: !62)
!281 = distinct !DILocation(line: 31, column: 23, scope: !277)
!282 = !{!283}
!283 = distinct !{!283, !284, !"_ZN9histogram7Moments3new17he9309c1f66cb6d90E: %_0"}
!284 = distinct !{!284, !"_ZN9histogram7Moments3new17he9309c1f66cb6d90E"}
!285 = !DILocation(line: 612, column: 9, scope: !286, inlinedAt: !287)
!286 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h41055a0f6b126d74E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!287 = distinct !DILocation(line: 607, column: 14, scope: !288, inlinedAt: !289)
!288 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17h89da8ee9423c4b4bE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!289 = distinct !DILocation(line: 295, column: 20, scope: !290, inlinedAt: !291)
!290 = distinct !DISubprogram(name: "ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h34516bc9d6bdf512E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!291 = distinct !DILocation(line: 1916, column: 18, scope: !292, inlinedAt: !293)
!292 = distinct !DISubprogram(name: "as_ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$6as_ptr17h39339010adb0f78eE", scope: !100, file: !85, line: 1913, type: !12, scopeLine: 1913, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!293 = distinct !DILocation(line: 1815, column: 76, scope: !294, inlinedAt: !295)
!294 = distinct !DISubprogram(name: "as_slice<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$8as_slice17h2551cb759a6c6ef7E", scope: !100, file: !85, line: 1798, type: !12, scopeLine: 1798, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!295 = distinct !DILocation(line: 3729, column: 14, scope: !296, inlinedAt: !298)
!296 = distinct !DISubprogram(name: "deref<f64, alloc::alloc::Global>", linkageName: "_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17hd54df01d8e0d8321E", scope: !297, file: !85, line: 3728, type: !12, scopeLine: 3728, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!297 = !DINamespace(name: "{impl#9}", scope: !87)
!298 = distinct !DILocation(line: 3914, column: 9, scope: !299, inlinedAt: !301)
!299 = distinct !DISubprogram(name: "into_iter<f64, alloc::alloc::Global>", linkageName: "_ZN94_$LT$$RF$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..iter..traits..collect..IntoIterator$GT$9into_iter17h3e927103a3cd46d7E", scope: !300, file: !85, line: 3913, type: !12, scopeLine: 3913, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!300 = !DINamespace(name: "{impl#18}", scope: !87)
!301 = distinct !DILocation(line: 32, column: 18, scope: !302)
!302 = distinct !DILexicalBlock(scope: !277, file: !61, line: 31, column: 5)
!303 = !{!304}
!304 = distinct !{!304, !305, !"_ZN94_$LT$$RF$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..iter..traits..collect..IntoIterator$GT$9into_iter17h3e927103a3cd46d7E: %self"}
!305 = distinct !{!305, !"_ZN94_$LT$$RF$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..iter..traits..collect..IntoIterator$GT$9into_iter17h3e927103a3cd46d7E"}
!306 = !DILocation(line: 1815, column: 86, scope: !294, inlinedAt: !295)
!307 = !DILocation(line: 961, column: 18, scope: !308, inlinedAt: !309)
!308 = distinct !DISubprogram(name: "add<f64>", linkageName: "_ZN4core3ptr7mut_ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$3add17h090089a2f274e5f9E", scope: !194, file: !193, line: 927, type: !12, scopeLine: 927, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!309 = distinct !DILocation(line: 102, column: 78, scope: !310, inlinedAt: !317)
!310 = distinct !DILexicalBlock(scope: !312, file: !311, line: 98, column: 9)
!311 = !DIFile(filename: "library/core/src/slice/iter.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "f33ab2e22fe09095bf73c41c52bd166c")
!312 = distinct !DILexicalBlock(scope: !313, file: !311, line: 97, column: 9)
!313 = distinct !DISubprogram(name: "new<f64>", linkageName: "_ZN4core5slice4iter13Iter$LT$T$GT$3new17h7c91392035f52548E", scope: !314, file: !311, line: 96, type: !12, scopeLine: 96, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!314 = !DINamespace(name: "Iter", scope: !315)
!315 = !DINamespace(name: "iter", scope: !316)
!316 = !DINamespace(name: "slice", scope: !33)
!317 = distinct !DILocation(line: 1041, column: 9, scope: !318, inlinedAt: !321)
!318 = distinct !DISubprogram(name: "iter<f64>", linkageName: "_ZN4core5slice29_$LT$impl$u20$$u5b$T$u5d$$GT$4iter17hade771cf2dea28aaE", scope: !320, file: !319, line: 1040, type: !12, scopeLine: 1040, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!319 = !DIFile(filename: "library/core/src/slice/mod.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "b606e5d97bff599edd0dcbc6067a14f1")
!320 = !DINamespace(name: "{impl#0}", scope: !316)
!321 = distinct !DILocation(line: 3914, column: 14, scope: !299, inlinedAt: !301)
!322 = !DILocation(line: 1720, column: 9, scope: !323, inlinedAt: !327)
!323 = distinct !DISubprogram(name: "eq<f64>", linkageName: "_ZN78_$LT$core..ptr..non_null..NonNull$LT$T$GT$$u20$as$u20$core..cmp..PartialEq$GT$2eq17hcb0f57d4a3cef9ddE", scope: !325, file: !324, line: 1719, type: !12, scopeLine: 1719, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!324 = !DIFile(filename: "library/core/src/ptr/non_null.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "e5222a5160165ba1cd09076ad7a11733")
!325 = !DINamespace(name: "{impl#16}", scope: !326)
!326 = !DINamespace(name: "non_null", scope: !196)
!327 = distinct !DILocation(line: 180, column: 28, scope: !328, inlinedAt: !333)
!328 = distinct !DILexicalBlock(scope: !330, file: !329, line: 162, column: 17)
!329 = !DIFile(filename: "library/core/src/slice/iter/macros.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "87d1f0c2746f51593d75ddf4c9271f14")
!330 = distinct !DILexicalBlock(scope: !331, file: !329, line: 161, column: 17)
!331 = distinct !DISubprogram(name: "next<f64>", linkageName: "_ZN91_$LT$core..slice..iter..Iter$LT$T$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4next17he357efc6642bdd07E", scope: !332, file: !329, line: 157, type: !12, scopeLine: 157, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!332 = !DINamespace(name: "{impl#171}", scope: !315)
!333 = distinct !DILocation(line: 32, column: 18, scope: !334)
!334 = distinct !DILexicalBlock(scope: !302, file: !61, line: 32, column: 5)
!335 = !DILocation(line: 32, column: 18, scope: !334)
!336 = !DILocation(line: 180, column: 28, scope: !328, inlinedAt: !333)
!337 = !DILocation(line: 28, column: 31, scope: !338, inlinedAt: !342)
!338 = distinct !DISubprogram(name: "mul", linkageName: "_RNvXs2Y_NtNtCsgEmfK2I1SDS_4core3ops5arithRdINtB6_3MuldE3mul", scope: !340, file: !339, line: 27, type: !12, scopeLine: 27, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!339 = !DIFile(filename: "library/core/src/internal_macros.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "9ec673d06a3eb53c47178443a566ec32")
!340 = !DINamespace(name: "{impl#186}", scope: !341)
!341 = !DINamespace(name: "arith", scope: !32)
!342 = distinct !DILocation(line: 33, column: 14, scope: !343)
!343 = distinct !DILexicalBlock(scope: !334, file: !61, line: 32, column: 5)
!344 = !{!345}
!345 = distinct !{!345, !346, !"_RNvXs2Y_NtNtCsgEmfK2I1SDS_4core3ops5arithRdINtB6_3MuldE3mul: %self"}
!346 = distinct !{!346, !"_RNvXs2Y_NtNtCsgEmfK2I1SDS_4core3ops5arithRdINtB6_3MuldE3mul"}
!347 = !DILocation(line: 352, column: 45, scope: !348, inlinedAt: !351)
!348 = distinct !DISubprogram(name: "mul", linkageName: "_RNvXs2g_NtNtCsgEmfK2I1SDS_4core3ops5arithdNtB6_3Mul3mul", scope: !350, file: !349, line: 352, type: !12, scopeLine: 352, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!349 = !DIFile(filename: "library/core/src/ops/arith.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "82a843efd6957c9872d7564e4a5df756")
!350 = !DINamespace(name: "{impl#142}", scope: !341)
!351 = distinct !DILocation(line: 28, column: 17, scope: !338, inlinedAt: !342)
!352 = !DILocation(line: 33, column: 14, scope: !343)
!353 = !{!354}
!354 = distinct !{!354, !355, !"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E: %self"}
!355 = distinct !{!355, !"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E"}
!356 = !DILocation(line: 33, column: 13, scope: !343)
!357 = !DILocation(line: 1851, column: 92, scope: !358, inlinedAt: !359)
!358 = distinct !DISubprogram(name: "as_mut_slice<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$12as_mut_slice17h284fc9a37c221402E", scope: !100, file: !85, line: 1834, type: !12, scopeLine: 1834, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!359 = distinct !DILocation(line: 3737, column: 14, scope: !360, inlinedAt: !362)
!360 = distinct !DISubprogram(name: "deref_mut<u32, alloc::alloc::Global>", linkageName: "_ZN75_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..DerefMut$GT$9deref_mut17h5240e348d8597a6fE", scope: !361, file: !85, line: 3736, type: !12, scopeLine: 3736, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!361 = !DINamespace(name: "{impl#10}", scope: !87)
!362 = distinct !DILocation(line: 3812, column: 34, scope: !363, inlinedAt: !365)
!363 = distinct !DISubprogram(name: "index_mut<u32, usize, alloc::alloc::Global>", linkageName: "_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17h017274f3eb159842E", scope: !364, file: !85, line: 3811, type: !12, scopeLine: 3811, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!364 = !DINamespace(name: "{impl#15}", scope: !87)
!365 = distinct !DILocation(line: 33, column: 13, scope: !343)
!366 = !DILocation(line: 278, column: 14, scope: !367, inlinedAt: !371)
!367 = distinct !DISubprogram(name: "index_mut<u32>", linkageName: "_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17h6cb21f058b065883E", scope: !369, file: !368, line: 276, type: !12, scopeLine: 276, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!368 = !DIFile(filename: "library/core/src/slice/index.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "35f1d9855ef780cd44773269ad8900cd")
!369 = !DINamespace(name: "{impl#2}", scope: !370)
!370 = !DINamespace(name: "index", scope: !316)
!371 = distinct !DILocation(line: 31, column: 15, scope: !372, inlinedAt: !374)
!372 = distinct !DISubprogram(name: "index_mut<u32, usize>", linkageName: "_ZN4core5slice5index77_$LT$impl$u20$core..ops..index..IndexMut$LT$I$GT$$u20$for$u20$$u5b$T$u5d$$GT$9index_mut17h353739ea7043484eE", scope: !373, file: !368, line: 30, type: !12, scopeLine: 30, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!373 = !DINamespace(name: "{impl#1}", scope: !370)
!374 = distinct !DILocation(line: 3812, column: 9, scope: !363, inlinedAt: !365)
!375 = !{!376, !354}
!376 = distinct !{!376, !377, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17h6cb21f058b065883E: %slice.0"}
!377 = distinct !{!377, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17h6cb21f058b065883E"}
!378 = !DILocation(line: 612, column: 9, scope: !379, inlinedAt: !380)
!379 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, u32>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h42057c4a7fed5d01E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!380 = distinct !DILocation(line: 607, column: 14, scope: !381, inlinedAt: !382)
!381 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, u32>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17hf05ba36752ed135aE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!382 = distinct !DILocation(line: 295, column: 20, scope: !383, inlinedAt: !384)
!383 = distinct !DISubprogram(name: "ptr<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h8bf921eeead24756E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!384 = distinct !DILocation(line: 2000, column: 18, scope: !385, inlinedAt: !386)
!385 = distinct !DISubprogram(name: "as_mut_ptr<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$10as_mut_ptr17h6d138aa8bd77c0efE", scope: !100, file: !85, line: 1997, type: !12, scopeLine: 1997, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!386 = distinct !DILocation(line: 1851, column: 78, scope: !358, inlinedAt: !359)
!387 = !DILocation(line: 278, column: 9, scope: !367, inlinedAt: !371)
!388 = !DILocation(line: 33, column: 9, scope: !343)
!389 = !DILocation(line: 34, column: 21, scope: !343)
!390 = !DILocation(line: 15, column: 9, scope: !391, inlinedAt: !392)
!391 = distinct !DISubprogram(name: "add", linkageName: "_ZN9histogram7Moments3add17ha3f36a6fd762a21cE", scope: !280, file: !61, line: 14, type: !12, scopeLine: 14, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!392 = distinct !DILocation(line: 34, column: 17, scope: !343)
!393 = !{!394}
!394 = distinct !{!394, !395, !"_ZN9histogram7Moments3add17ha3f36a6fd762a21cE: %self"}
!395 = distinct !{!395, !"_ZN9histogram7Moments3add17ha3f36a6fd762a21cE"}
!396 = !DILocation(line: 16, column: 30, scope: !391, inlinedAt: !392)
!397 = !DILocation(line: 16, column: 22, scope: !391, inlinedAt: !392)
!398 = !DILocation(line: 17, column: 31, scope: !399, inlinedAt: !392)
!399 = distinct !DILexicalBlock(scope: !391, file: !61, line: 16, column: 9)
!400 = !DILocation(line: 17, column: 22, scope: !399, inlinedAt: !392)
!401 = !DILocation(line: 17, column: 9, scope: !399, inlinedAt: !392)
!402 = !DILocation(line: 18, column: 33, scope: !399, inlinedAt: !392)
!403 = !DILocation(line: 18, column: 24, scope: !399, inlinedAt: !392)
!404 = !DILocation(line: 18, column: 9, scope: !399, inlinedAt: !392)
!405 = !DILocation(line: 36, column: 9, scope: !302)
!406 = !DILocation(line: 2997, column: 19, scope: !407, inlinedAt: !408)
!407 = distinct !DISubprogram(name: "len<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$3len17h2110eb551bd889deE", scope: !100, file: !85, line: 2996, type: !12, scopeLine: 2996, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!408 = distinct !DILocation(line: 36, column: 40, scope: !302)
!409 = !{!410}
!410 = distinct !{!410, !411, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$3len17h2110eb551bd889deE: %self"}
!411 = distinct !{!411, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$3len17h2110eb551bd889deE"}
!412 = !DILocation(line: 3002, column: 37, scope: !413, inlinedAt: !408)
!413 = distinct !DILexicalBlock(scope: !407, file: !85, line: 2997, column: 9)
!414 = !DILocation(line: 3002, column: 18, scope: !413, inlinedAt: !408)
!415 = !{!416}
!416 = distinct !{!416, !417, !"_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE: %_0"}
!417 = distinct !{!417, !"_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE"}
!418 = !DILocation(line: 36, column: 20, scope: !302)
!419 = !{!420}
!420 = distinct !{!420, !421, !"_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17hf1af29f60ef1d0deE: %_0"}
!421 = distinct !{!421, !"_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17hf1af29f60ef1d0deE"}
!422 = !DILocation(line: 3651, column: 5, scope: !423, inlinedAt: !424)
!423 = distinct !DISubprogram(name: "from_elem<f64>", linkageName: "_ZN5alloc3vec9from_elem17h0fce9419ede5bb4fE", scope: !87, file: !85, line: 3650, type: !12, scopeLine: 3650, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!424 = distinct !DILocation(line: 36, column: 20, scope: !302)
!425 = !DILocation(line: 589, column: 15, scope: !426, inlinedAt: !427)
!426 = distinct !DISubprogram(name: "with_capacity_zeroed_in<alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$23with_capacity_zeroed_in17ha19931580824b0bdE", scope: !93, file: !92, line: 588, type: !12, scopeLine: 588, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!427 = distinct !DILocation(line: 221, column: 20, scope: !428, inlinedAt: !429)
!428 = distinct !DISubprogram(name: "with_capacity_zeroed_in<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$23with_capacity_zeroed_in17h3161f2aa8765a2e4E", scope: !97, file: !92, line: 219, type: !12, scopeLine: 219, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!429 = distinct !DILocation(line: 24, column: 31, scope: !430, inlinedAt: !431)
!430 = distinct !DISubprogram(name: "from_elem<f64, alloc::alloc::Global>", linkageName: "_ZN62_$LT$T$u20$as$u20$alloc..vec..spec_from_elem..SpecFromElem$GT$9from_elem17hf1af29f60ef1d0deE", scope: !264, file: !263, line: 22, type: !12, scopeLine: 22, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!431 = distinct !DILocation(line: 3651, column: 5, scope: !423, inlinedAt: !424)
!432 = !{!420, !416}
!433 = !DILocation(line: 589, column: 9, scope: !426, inlinedAt: !427)
!434 = !DILocation(line: 0, scope: !426, inlinedAt: !427)
!435 = !DILocation(line: 591, column: 17, scope: !426, inlinedAt: !427)
!436 = !DILocation(line: 591, column: 25, scope: !437, inlinedAt: !427)
!437 = distinct !DILexicalBlock(scope: !426, file: !92, line: 591, column: 13)
!438 = !DILocation(line: 590, column: 16, scope: !426, inlinedAt: !427)
!439 = !DILocation(line: 592, column: 9, scope: !426, inlinedAt: !427)
!440 = !DILocation(line: 24, column: 20, scope: !430, inlinedAt: !431)
!441 = !DILocation(line: 612, column: 9, scope: !442, inlinedAt: !443)
!442 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h41055a0f6b126d74E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!443 = distinct !DILocation(line: 607, column: 14, scope: !444, inlinedAt: !445)
!444 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17h89da8ee9423c4b4bE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!445 = distinct !DILocation(line: 295, column: 20, scope: !446, inlinedAt: !447)
!446 = distinct !DISubprogram(name: "ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h34516bc9d6bdf512E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!447 = distinct !DILocation(line: 1916, column: 18, scope: !448, inlinedAt: !449)
!448 = distinct !DISubprogram(name: "as_ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$6as_ptr17h39339010adb0f78eE", scope: !100, file: !85, line: 1913, type: !12, scopeLine: 1913, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!449 = distinct !DILocation(line: 1815, column: 76, scope: !450, inlinedAt: !451)
!450 = distinct !DISubprogram(name: "as_slice<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$8as_slice17h2551cb759a6c6ef7E", scope: !100, file: !85, line: 1798, type: !12, scopeLine: 1798, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!451 = distinct !DILocation(line: 3729, column: 14, scope: !452, inlinedAt: !453)
!452 = distinct !DISubprogram(name: "deref<f64, alloc::alloc::Global>", linkageName: "_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17hd54df01d8e0d8321E", scope: !297, file: !85, line: 3728, type: !12, scopeLine: 3728, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!453 = distinct !DILocation(line: 38, column: 23, scope: !454)
!454 = distinct !DILexicalBlock(scope: !455, file: !61, line: 37, column: 5)
!455 = distinct !DILexicalBlock(scope: !302, file: !61, line: 36, column: 5)
!456 = !{!457}
!457 = distinct !{!457, !458, !"_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17hd54df01d8e0d8321E: %self"}
!458 = distinct !{!458, !"_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17hd54df01d8e0d8321E"}
!459 = !DILocation(line: 1815, column: 86, scope: !450, inlinedAt: !451)
!460 = !DILocation(line: 961, column: 18, scope: !461, inlinedAt: !462)
!461 = distinct !DISubprogram(name: "add<f64>", linkageName: "_ZN4core3ptr7mut_ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$3add17h090089a2f274e5f9E", scope: !194, file: !193, line: 927, type: !12, scopeLine: 927, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!462 = distinct !DILocation(line: 102, column: 78, scope: !463, inlinedAt: !466)
!463 = distinct !DILexicalBlock(scope: !464, file: !311, line: 98, column: 9)
!464 = distinct !DILexicalBlock(scope: !465, file: !311, line: 97, column: 9)
!465 = distinct !DISubprogram(name: "new<f64>", linkageName: "_ZN4core5slice4iter13Iter$LT$T$GT$3new17h7c91392035f52548E", scope: !314, file: !311, line: 96, type: !12, scopeLine: 96, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!466 = distinct !DILocation(line: 1041, column: 9, scope: !467, inlinedAt: !468)
!467 = distinct !DISubprogram(name: "iter<f64>", linkageName: "_ZN4core5slice29_$LT$impl$u20$$u5b$T$u5d$$GT$4iter17hade771cf2dea28aaE", scope: !320, file: !319, line: 1040, type: !12, scopeLine: 1040, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!468 = distinct !DILocation(line: 38, column: 30, scope: !454)
!469 = !DILocation(line: 1720, column: 9, scope: !323, inlinedAt: !470)
!470 = distinct !DILocation(line: 180, column: 28, scope: !328, inlinedAt: !471)
!471 = distinct !DILocation(line: 80, column: 27, scope: !472, inlinedAt: !476)
!472 = distinct !DISubprogram(name: "next<core::slice::iter::Iter<f64>>", linkageName: "_ZN110_$LT$core..iter..adapters..enumerate..Enumerate$LT$I$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4next17h1859c64e9648192aE", scope: !474, file: !473, line: 79, type: !12, scopeLine: 79, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!473 = !DIFile(filename: "library/core/src/iter/adapters/enumerate.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "be8a5e8de3bc6e50de6cd50459716008")
!474 = !DINamespace(name: "{impl#1}", scope: !475)
!475 = !DINamespace(name: "enumerate", scope: !148)
!476 = distinct !DILocation(line: 38, column: 23, scope: !477)
!477 = distinct !DILexicalBlock(scope: !454, file: !61, line: 38, column: 5)
!478 = !DILocation(line: 38, column: 23, scope: !477)
!479 = !DILocation(line: 180, column: 28, scope: !328, inlinedAt: !471)
!480 = !DILocation(line: 278, column: 14, scope: !481, inlinedAt: !482)
!481 = distinct !DISubprogram(name: "index_mut<f64>", linkageName: "_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17hbe362757ea2811bfE", scope: !369, file: !368, line: 276, type: !12, scopeLine: 276, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!482 = distinct !DILocation(line: 31, column: 15, scope: !483, inlinedAt: !484)
!483 = distinct !DISubprogram(name: "index_mut<f64, usize>", linkageName: "_ZN4core5slice5index77_$LT$impl$u20$core..ops..index..IndexMut$LT$I$GT$$u20$for$u20$$u5b$T$u5d$$GT$9index_mut17h0066c0ee055a2131E", scope: !373, file: !368, line: 30, type: !12, scopeLine: 30, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!484 = distinct !DILocation(line: 3812, column: 9, scope: !485, inlinedAt: !486)
!485 = distinct !DISubprogram(name: "index_mut<f64, usize, alloc::alloc::Global>", linkageName: "_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE", scope: !364, file: !85, line: 3811, type: !12, scopeLine: 3811, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!486 = distinct !DILocation(line: 40, column: 13, scope: !487)
!487 = distinct !DILexicalBlock(scope: !477, file: !61, line: 38, column: 5)
!488 = !DILocation(line: 65, column: 37, scope: !489, inlinedAt: !491)
!489 = distinct !DISubprogram(name: "add_assign", linkageName: "_RNvXs5W_NtNtCsgEmfK2I1SDS_4core3ops5arithdINtB6_9AddAssignRdE10add_assign", scope: !490, file: !339, line: 64, type: !12, scopeLine: 64, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!490 = !DINamespace(name: "{impl#370}", scope: !341)
!491 = distinct !DILocation(line: 39, column: 9, scope: !487)
!492 = !{!493}
!493 = distinct !{!493, !494, !"_RNvXs5W_NtNtCsgEmfK2I1SDS_4core3ops5arithdINtB6_9AddAssignRdE10add_assign: %other"}
!494 = distinct !{!494, !"_RNvXs5W_NtNtCsgEmfK2I1SDS_4core3ops5arithdINtB6_9AddAssignRdE10add_assign"}
!495 = !{!496}
!496 = distinct !{!496, !494, !"_RNvXs5W_NtNtCsgEmfK2I1SDS_4core3ops5arithdINtB6_9AddAssignRdE10add_assign: %self"}
!497 = !{!498}
!498 = distinct !{!498, !499, !"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE: %self"}
!499 = distinct !{!499, !"_ZN84_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..IndexMut$LT$I$GT$$GT$9index_mut17hf18f28a8d469c50dE"}
!500 = !DILocation(line: 40, column: 13, scope: !487)
!501 = !DILocation(line: 1851, column: 92, scope: !502, inlinedAt: !503)
!502 = distinct !DISubprogram(name: "as_mut_slice<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$12as_mut_slice17hd0ca9bf1d7d251afE", scope: !100, file: !85, line: 1834, type: !12, scopeLine: 1834, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!503 = distinct !DILocation(line: 3737, column: 14, scope: !504, inlinedAt: !505)
!504 = distinct !DISubprogram(name: "deref_mut<f64, alloc::alloc::Global>", linkageName: "_ZN75_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..DerefMut$GT$9deref_mut17h448f50d4482eea16E", scope: !361, file: !85, line: 3736, type: !12, scopeLine: 3736, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!505 = distinct !DILocation(line: 3812, column: 34, scope: !485, inlinedAt: !486)
!506 = !{!507, !498}
!507 = distinct !{!507, !508, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17hbe362757ea2811bfE: %slice.0"}
!508 = distinct !{!508, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$9index_mut17hbe362757ea2811bfE"}
!509 = !DILocation(line: 791, column: 51, scope: !510, inlinedAt: !512)
!510 = distinct !DISubprogram(name: "add_assign", linkageName: "_RNvXs5G_NtNtCsgEmfK2I1SDS_4core3ops5arithdNtB6_9AddAssign10add_assign", scope: !511, file: !349, line: 791, type: !12, scopeLine: 791, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!511 = !DINamespace(name: "{impl#354}", scope: !341)
!512 = distinct !DILocation(line: 65, column: 17, scope: !489, inlinedAt: !491)
!513 = !DILocation(line: 612, column: 9, scope: !514, inlinedAt: !515)
!514 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h41055a0f6b126d74E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!515 = distinct !DILocation(line: 607, column: 14, scope: !516, inlinedAt: !517)
!516 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17h89da8ee9423c4b4bE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!517 = distinct !DILocation(line: 295, column: 20, scope: !518, inlinedAt: !519)
!518 = distinct !DISubprogram(name: "ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h34516bc9d6bdf512E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!519 = distinct !DILocation(line: 2000, column: 18, scope: !520, inlinedAt: !521)
!520 = distinct !DISubprogram(name: "as_mut_ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$10as_mut_ptr17hf5d0af7740268069E", scope: !100, file: !85, line: 1997, type: !12, scopeLine: 1997, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!521 = distinct !DILocation(line: 1851, column: 78, scope: !502, inlinedAt: !503)
!522 = !DILocation(line: 278, column: 9, scope: !481, inlinedAt: !482)
!523 = !DILocation(line: 40, column: 9, scope: !487)
!524 = !DILocation(line: 2766, column: 9, scope: !525, inlinedAt: !529)
!525 = distinct !DISubprogram(name: "branch<&f64>", linkageName: "_ZN75_$LT$core..option..Option$LT$T$GT$$u20$as$u20$core..ops..try_trait..Try$GT$6branch17he7fcd0d6c7dca68dE", scope: !527, file: !526, line: 2765, type: !12, scopeLine: 2765, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!526 = !DIFile(filename: "library/core/src/option.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "3f12dd837a95e960b90752f70f5ddc0e")
!527 = !DINamespace(name: "{impl#47}", scope: !528)
!528 = !DINamespace(name: "option", scope: !33)
!529 = distinct !DILocation(line: 80, column: 17, scope: !472, inlinedAt: !476)
!530 = !DILocation(line: 42, column: 9, scope: !454)
!531 = !DILocation(line: 612, column: 9, scope: !532, inlinedAt: !533)
!532 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, u32>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h42057c4a7fed5d01E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!533 = distinct !DILocation(line: 607, column: 14, scope: !534, inlinedAt: !535)
!534 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, u32>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17hf05ba36752ed135aE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!535 = distinct !DILocation(line: 295, column: 20, scope: !536, inlinedAt: !537)
!536 = distinct !DISubprogram(name: "ptr<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h8bf921eeead24756E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!537 = distinct !DILocation(line: 1916, column: 18, scope: !538, inlinedAt: !539)
!538 = distinct !DISubprogram(name: "as_ptr<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$6as_ptr17h11d174a62d6293ddE", scope: !100, file: !85, line: 1913, type: !12, scopeLine: 1913, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!539 = distinct !DILocation(line: 1815, column: 76, scope: !540, inlinedAt: !541)
!540 = distinct !DISubprogram(name: "as_slice<u32, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$8as_slice17h3a57d38cb8c93b17E", scope: !100, file: !85, line: 1798, type: !12, scopeLine: 1798, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!541 = distinct !DILocation(line: 3729, column: 14, scope: !542, inlinedAt: !543)
!542 = distinct !DISubprogram(name: "deref<u32, alloc::alloc::Global>", linkageName: "_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17h8b757e748c2dba2eE", scope: !297, file: !85, line: 3728, type: !12, scopeLine: 3728, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!543 = distinct !DILocation(line: 42, column: 19, scope: !454)
!544 = !{!545}
!545 = distinct !{!545, !546, !"_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17h8b757e748c2dba2eE: %self"}
!546 = distinct !{!546, !"_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17h8b757e748c2dba2eE"}
!547 = !DILocation(line: 1815, column: 86, scope: !540, inlinedAt: !541)
!548 = !DILocation(line: 1720, column: 9, scope: !549, inlinedAt: !550)
!549 = distinct !DISubprogram(name: "eq<u32>", linkageName: "_ZN78_$LT$core..ptr..non_null..NonNull$LT$T$GT$$u20$as$u20$core..cmp..PartialEq$GT$2eq17h8cbf82e088deb14bE", scope: !325, file: !324, line: 1719, type: !12, scopeLine: 1719, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!550 = distinct !DILocation(line: 180, column: 28, scope: !551, inlinedAt: !554)
!551 = distinct !DILexicalBlock(scope: !552, file: !329, line: 162, column: 17)
!552 = distinct !DILexicalBlock(scope: !553, file: !329, line: 161, column: 17)
!553 = distinct !DISubprogram(name: "next<u32>", linkageName: "_ZN91_$LT$core..slice..iter..Iter$LT$T$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4next17h0fb8c0f2a03aa659E", scope: !332, file: !329, line: 157, type: !12, scopeLine: 157, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!554 = distinct !DILocation(line: 2683, column: 26, scope: !555, inlinedAt: !556)
!555 = distinct !DISubprogram(name: "reduce<core::slice::iter::Iter<u32>, core::iter::traits::iterator::Iterator::max_by::fold::{closure_env#0}<&u32, fn(&&u32, &&u32) -> core::cmp::Ordering>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator6reduce17hc79169c0c2a6af82E", scope: !75, file: !74, line: 2678, type: !12, scopeLine: 2678, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!556 = distinct !DILocation(line: 3332, column: 14, scope: !557, inlinedAt: !558)
!557 = distinct !DISubprogram(name: "max_by<core::slice::iter::Iter<u32>, fn(&&u32, &&u32) -> core::cmp::Ordering>", linkageName: "_ZN4core4iter6traits8iterator8Iterator6max_by17h013e56a8a107eb91E", scope: !75, file: !74, line: 3322, type: !12, scopeLine: 3322, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!558 = distinct !DILocation(line: 3233, column: 14, scope: !559, inlinedAt: !560)
!559 = distinct !DISubprogram(name: "max<core::slice::iter::Iter<u32>>", linkageName: "_ZN4core4iter6traits8iterator8Iterator3max17hae54b0525193bb67E", scope: !75, file: !74, line: 3228, type: !12, scopeLine: 3228, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!560 = distinct !DILocation(line: 42, column: 31, scope: !454)
!561 = !DILocation(line: 180, column: 28, scope: !551, inlinedAt: !554)
!562 = !DILocation(line: 2766, column: 9, scope: !563, inlinedAt: !564)
!563 = distinct !DISubprogram(name: "branch<&u32>", linkageName: "_ZN75_$LT$core..option..Option$LT$T$GT$$u20$as$u20$core..ops..try_trait..Try$GT$6branch17h331f738afb84d276E", scope: !527, file: !526, line: 2765, type: !12, scopeLine: 2765, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!564 = distinct !DILocation(line: 2683, column: 21, scope: !555, inlinedAt: !556)
!565 = !DILocation(line: 961, column: 18, scope: !566, inlinedAt: !567)
!566 = distinct !DISubprogram(name: "add<u32>", linkageName: "_ZN4core3ptr7mut_ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$3add17he31aea8b4599d48fE", scope: !194, file: !193, line: 927, type: !12, scopeLine: 927, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!567 = distinct !DILocation(line: 102, column: 78, scope: !568, inlinedAt: !571)
!568 = distinct !DILexicalBlock(scope: !569, file: !311, line: 98, column: 9)
!569 = distinct !DILexicalBlock(scope: !570, file: !311, line: 97, column: 9)
!570 = distinct !DISubprogram(name: "new<u32>", linkageName: "_ZN4core5slice4iter13Iter$LT$T$GT$3new17h9fffa489c1981bcaE", scope: !314, file: !311, line: 96, type: !12, scopeLine: 96, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!571 = distinct !DILocation(line: 1041, column: 9, scope: !572, inlinedAt: !573)
!572 = distinct !DISubprogram(name: "iter<u32>", linkageName: "_ZN4core5slice29_$LT$impl$u20$$u5b$T$u5d$$GT$4iter17hff56fb9c1394c750E", scope: !320, file: !319, line: 1040, type: !12, scopeLine: 1040, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!573 = distinct !DILocation(line: 42, column: 24, scope: !454)
!574 = !DILocation(line: 1720, column: 9, scope: !575, inlinedAt: !576)
!575 = distinct !DISubprogram(name: "eq<u32>", linkageName: "_ZN78_$LT$core..ptr..non_null..NonNull$LT$T$GT$$u20$as$u20$core..cmp..PartialEq$GT$2eq17h8cbf82e088deb14bE", scope: !325, file: !324, line: 1719, type: !12, scopeLine: 1719, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!576 = distinct !DILocation(line: 44, column: 20, scope: !577, inlinedAt: !580)
!577 = distinct !DILexicalBlock(scope: !578, file: !329, line: 33, column: 13)
!578 = distinct !DILexicalBlock(scope: !579, file: !329, line: 25, column: 86)
!579 = distinct !DISubprogram(name: "fold<u32, &u32, core::iter::traits::iterator::Iterator::max_by::fold::{closure_env#0}<&u32, fn(&&u32, &&u32) -> core::cmp::Ordering>>", linkageName: "_ZN91_$LT$core..slice..iter..Iter$LT$T$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17hceb4b5d6accc37f6E", scope: !332, file: !329, line: 259, type: !12, scopeLine: 259, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!580 = distinct !DILocation(line: 2684, column: 19, scope: !581, inlinedAt: !556)
!581 = distinct !DILexicalBlock(scope: !555, file: !74, line: 2683, column: 9)
!582 = !DILocation(line: 25, column: 86, scope: !578, inlinedAt: !580)
!583 = !DILocation(line: 729, column: 18, scope: !584, inlinedAt: !589)
!584 = distinct !DILexicalBlock(scope: !586, file: !585, line: 726, column: 9)
!585 = !DIFile(filename: "library/core/src/ptr/const_ptr.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "48638a38fe414ca30cde797e4a40b3a9")
!586 = distinct !DISubprogram(name: "offset_from_unsigned<u32>", linkageName: "_ZN4core3ptr9const_ptr33_$LT$impl$u20$$BP$const$u20$T$GT$20offset_from_unsigned17h72e4cfc7fb1954e0E", scope: !587, file: !585, line: 701, type: !12, scopeLine: 701, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!587 = !DINamespace(name: "{impl#0}", scope: !588)
!588 = !DINamespace(name: "const_ptr", scope: !196)
!589 = distinct !DILocation(line: 887, column: 37, scope: !590, inlinedAt: !591)
!590 = distinct !DISubprogram(name: "offset_from_unsigned<u32>", linkageName: "_ZN4core3ptr7mut_ptr31_$LT$impl$u20$$BP$mut$u20$T$GT$20offset_from_unsigned17hb39e5063a0d3cf89E", scope: !194, file: !193, line: 882, type: !12, scopeLine: 882, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!591 = distinct !DILocation(line: 953, column: 32, scope: !592, inlinedAt: !594)
!592 = distinct !DISubprogram(name: "offset_from_unsigned<u32>", linkageName: "_ZN4core3ptr8non_null16NonNull$LT$T$GT$20offset_from_unsigned17h88d4fa6de04c8370E", scope: !593, file: !324, line: 948, type: !12, scopeLine: 948, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!593 = !DINamespace(name: "NonNull", scope: !326)
!594 = distinct !DILocation(line: 57, column: 30, scope: !595, inlinedAt: !580)
!595 = distinct !DILexicalBlock(scope: !596, file: !329, line: 33, column: 13)
!596 = distinct !DILexicalBlock(scope: !597, file: !329, line: 25, column: 86)
!597 = distinct !DILexicalBlock(scope: !598, file: !329, line: 274, column: 17)
!598 = distinct !DILexicalBlock(scope: !579, file: !329, line: 273, column: 17)
!599 = !DILocation(line: 28, column: 9, scope: !596, inlinedAt: !580)
!600 = !DILocation(line: 0, scope: !598, inlinedAt: !580)
!601 = !DILocation(line: 0, scope: !579, inlinedAt: !580)
!602 = !DILocation(line: 659, column: 28, scope: !603, inlinedAt: !604)
!603 = distinct !DISubprogram(name: "add<u32>", linkageName: "_ZN4core3ptr8non_null16NonNull$LT$T$GT$3add17hae127537c63b7de2E", scope: !593, file: !324, line: 651, type: !12, scopeLine: 651, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!604 = distinct !DILocation(line: 279, column: 67, scope: !605, inlinedAt: !580)
!605 = distinct !DILexicalBlock(scope: !597, file: !329, line: 275, column: 17)
!606 = !{!607}
!607 = distinct !{!607, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %x"}
!608 = distinct !{!608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E"}
!609 = !DILocation(line: 279, column: 27, scope: !605, inlinedAt: !580)
!610 = !{!611}
!611 = distinct !{!611, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %y"}
!612 = !{!613}
!613 = distinct !{!613, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 0"}
!614 = distinct !{!614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E"}
!615 = !DILocation(line: 3329, column: 25, scope: !616, inlinedAt: !619)
!616 = distinct !DISubprogram(name: "{closure#0}<&u32, fn(&&u32, &&u32) -> core::cmp::Ordering>", linkageName: "_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E", scope: !617, file: !74, line: 3329, type: !12, scopeLine: 3329, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!617 = !DINamespace(name: "fold", scope: !618)
!618 = !DINamespace(name: "max_by", scope: !75)
!619 = distinct !DILocation(line: 279, column: 27, scope: !605, inlinedAt: !580)
!620 = !{!621}
!621 = distinct !{!621, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 1"}
!622 = !{!623}
!623 = distinct !{!623, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %self"}
!624 = distinct !{!624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp"}
!625 = !DILocation(line: 2181, column: 13, scope: !626, inlinedAt: !628)
!626 = distinct !DISubprogram(name: "cmp<u32>", linkageName: "_ZN4core3cmp5impls50_$LT$impl$u20$core..cmp..Ord$u20$for$u20$$RF$A$GT$3cmp17hcb48f30b4bf4f911E", scope: !627, file: !237, line: 2180, type: !12, scopeLine: 2180, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!627 = !DINamespace(name: "{impl#11}", scope: !239)
!628 = distinct !DILocation(line: 166, column: 5, scope: !629, inlinedAt: !631)
!629 = distinct !DISubprogram(name: "call_mut<fn(&&u32, &&u32) -> core::cmp::Ordering, (&&u32, &&u32)>", linkageName: "_ZN4core3ops8function5FnMut8call_mut17hc38f86b7a396c9c1E", scope: !630, file: !29, line: 166, type: !12, scopeLine: 166, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!630 = !DINamespace(name: "FnMut", scope: !31)
!631 = distinct !DILocation(line: 310, column: 21, scope: !632, inlinedAt: !635)
!632 = distinct !DISubprogram(name: "call_once<(&&u32, &&u32), fn(&&u32, &&u32) -> core::cmp::Ordering>", linkageName: "_ZN4core3ops8function5impls80_$LT$impl$u20$core..ops..function..FnOnce$LT$A$GT$$u20$for$u20$$RF$mut$u20$F$GT$9call_once17h21b221ed492ccabfE", scope: !633, file: !29, line: 309, type: !12, scopeLine: 309, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!633 = !DINamespace(name: "{impl#4}", scope: !634)
!634 = !DINamespace(name: "impls", scope: !31)
!635 = distinct !DILocation(line: 1717, column: 8, scope: !636, inlinedAt: !637)
!636 = distinct !DISubprogram(name: "max_by<&u32, &mut fn(&&u32, &&u32) -> core::cmp::Ordering>", linkageName: "_ZN4core3cmp6max_by17h61f7c49d3da8fd12E", scope: !240, file: !237, line: 1712, type: !12, scopeLine: 1712, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!637 = distinct !DILocation(line: 3329, column: 25, scope: !616, inlinedAt: !619)
!638 = !{!639}
!639 = distinct !{!639, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %other"}
!640 = !DILocation(line: 2011, column: 58, scope: !641, inlinedAt: !643)
!641 = distinct !DISubprogram(name: "cmp", linkageName: "_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp", scope: !642, file: !237, line: 2010, type: !12, scopeLine: 2010, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!642 = !DINamespace(name: "{impl#65}", scope: !239)
!643 = distinct !DILocation(line: 2181, column: 13, scope: !626, inlinedAt: !628)
!644 = !{!623, !613, !607}
!645 = !{!639, !646, !648, !649, !651, !652, !654, !621, !611}
!646 = distinct !{!646, !647, !"_ZN4core3cmp5impls50_$LT$impl$u20$core..cmp..Ord$u20$for$u20$$RF$A$GT$3cmp17hcb48f30b4bf4f911E: %self"}
!647 = distinct !{!647, !"_ZN4core3cmp5impls50_$LT$impl$u20$core..cmp..Ord$u20$for$u20$$RF$A$GT$3cmp17hcb48f30b4bf4f911E"}
!648 = distinct !{!648, !647, !"_ZN4core3cmp5impls50_$LT$impl$u20$core..cmp..Ord$u20$for$u20$$RF$A$GT$3cmp17hcb48f30b4bf4f911E: %other"}
!649 = distinct !{!649, !650, !"_ZN4core3ops8function5FnMut8call_mut17hc38f86b7a396c9c1E: argument 0"}
!650 = distinct !{!650, !"_ZN4core3ops8function5FnMut8call_mut17hc38f86b7a396c9c1E"}
!651 = distinct !{!651, !650, !"_ZN4core3ops8function5FnMut8call_mut17hc38f86b7a396c9c1E: argument 1"}
!652 = distinct !{!652, !653, !"_ZN4core3ops8function5impls80_$LT$impl$u20$core..ops..function..FnOnce$LT$A$GT$$u20$for$u20$$RF$mut$u20$F$GT$9call_once17h21b221ed492ccabfE: argument 0"}
!653 = distinct !{!653, !"_ZN4core3ops8function5impls80_$LT$impl$u20$core..ops..function..FnOnce$LT$A$GT$$u20$for$u20$$RF$mut$u20$F$GT$9call_once17h21b221ed492ccabfE"}
!654 = distinct !{!654, !653, !"_ZN4core3ops8function5impls80_$LT$impl$u20$core..ops..function..FnOnce$LT$A$GT$$u20$for$u20$$RF$mut$u20$F$GT$9call_once17h21b221ed492ccabfE: argument 1"}
!655 = !DILocation(line: 2011, column: 65, scope: !641, inlinedAt: !643)
!656 = !{!639, !621, !611}
!657 = !{!623, !646, !648, !649, !651, !652, !654, !613, !607, !658}
!658 = distinct !{!658, !659, !"_ZN91_$LT$core..slice..iter..Iter$LT$T$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17hceb4b5d6accc37f6E: %init"}
!659 = distinct !{!659, !"_ZN91_$LT$core..slice..iter..Iter$LT$T$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$4fold17hceb4b5d6accc37f6E"}
!660 = !DILocation(line: 500, column: 9, scope: !661, inlinedAt: !663)
!661 = distinct !DISubprogram(name: "is_gt", linkageName: "_RNvMNtCsgEmfK2I1SDS_4core3cmpNtB2_8Ordering5is_gt", scope: !662, file: !237, line: 499, type: !12, scopeLine: 499, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!662 = !DINamespace(name: "Ordering", scope: !240)
!663 = distinct !DILocation(line: 1717, column: 26, scope: !636, inlinedAt: !637)
!664 = !DILocation(line: 1718, column: 1, scope: !636, inlinedAt: !637)
!665 = !{!666}
!666 = distinct !{!666, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %x:It1"}
!667 = !{!668}
!668 = distinct !{!668, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %y:It1"}
!669 = !{!670}
!670 = distinct !{!670, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 0:It1"}
!671 = !{!672}
!672 = distinct !{!672, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 1:It1"}
!673 = !{!674}
!674 = distinct !{!674, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %self:It1"}
!675 = !{!676}
!676 = distinct !{!676, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %other:It1"}
!677 = !{!674, !670, !666}
!678 = !{!676, !646, !648, !649, !651, !652, !654, !672, !668}
!679 = !{!676, !672, !668}
!680 = !{!674, !646, !648, !649, !651, !652, !654, !670, !666, !658}
!681 = !{!682}
!682 = distinct !{!682, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %x:It2"}
!683 = !{!684}
!684 = distinct !{!684, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %y:It2"}
!685 = !{!686}
!686 = distinct !{!686, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 0:It2"}
!687 = !{!688}
!688 = distinct !{!688, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 1:It2"}
!689 = !{!690}
!690 = distinct !{!690, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %self:It2"}
!691 = !{!692}
!692 = distinct !{!692, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %other:It2"}
!693 = !{!690, !686, !682}
!694 = !{!692, !646, !648, !649, !651, !652, !654, !688, !684}
!695 = !{!692, !688, !684}
!696 = !{!690, !646, !648, !649, !651, !652, !654, !686, !682, !658}
!697 = !{!698}
!698 = distinct !{!698, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %x:It3"}
!699 = !{!700}
!700 = distinct !{!700, !608, !"_ZN4core4iter6traits8iterator8Iterator6max_by4fold28_$u7b$$u7b$closure$u7d$$u7d$17hacc52546d6e19e58E: %y:It3"}
!701 = !{!702}
!702 = distinct !{!702, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 0:It3"}
!703 = !{!704}
!704 = distinct !{!704, !614, !"_ZN4core3cmp6max_by17h61f7c49d3da8fd12E: argument 1:It3"}
!705 = !{!706}
!706 = distinct !{!706, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %self:It3"}
!707 = !{!708}
!708 = distinct !{!708, !624, !"_RNvXs11_NtNtCsgEmfK2I1SDS_4core3cmp5implsmNtB8_3Ord3cmp: %other:It3"}
!709 = !{!706, !702, !698}
!710 = !{!708, !646, !648, !649, !651, !652, !654, !704, !700}
!711 = !{!708, !704, !700}
!712 = !{!706, !646, !648, !649, !651, !652, !654, !702, !698, !658}
!713 = !DILocation(line: 844, column: 17, scope: !714, inlinedAt: !716)
!714 = distinct !DISubprogram(name: "unchecked_add", linkageName: "_RNvMs9_NtCsgEmfK2I1SDS_4core3numj13unchecked_add", scope: !715, file: !175, line: 832, type: !12, scopeLine: 832, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!715 = !DINamespace(name: "{impl#11}", scope: !177)
!716 = distinct !DILocation(line: 283, column: 36, scope: !605, inlinedAt: !580)
!717 = !DILocation(line: 284, column: 24, scope: !605, inlinedAt: !580)
!718 = distinct !{!718, !719}
!719 = !{!"llvm.loop.unroll.disable"}
!720 = !DILocation(line: 0, scope: !555, inlinedAt: !556)
!721 = !DILocation(line: 1014, column: 15, scope: !722, inlinedAt: !724)
!722 = distinct !DISubprogram(name: "unwrap<&u32>", linkageName: "_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E", scope: !723, file: !526, line: 1013, type: !12, scopeLine: 1013, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!723 = !DINamespace(name: "Option", scope: !528)
!724 = distinct !DILocation(line: 42, column: 37, scope: !454)
!725 = !DILocation(line: 1014, column: 9, scope: !722, inlinedAt: !724)
!726 = !DILocation(line: 1016, column: 21, scope: !722, inlinedAt: !724)
!727 = !{!728}
!728 = distinct !{!728, !729, !"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E: argument 0"}
!729 = distinct !{!729, !"_ZN4core6option15Option$LT$T$GT$6unwrap17h8b67834f5cb92ba0E"}
!730 = !DILocation(line: 42, column: 37, scope: !454)
!731 = !DILocation(line: 44, column: 14, scope: !732)
!732 = distinct !DILexicalBlock(scope: !454, file: !61, line: 42, column: 5)
!733 = !DILocation(line: 44, column: 31, scope: !732)
!734 = !DILocation(line: 2997, column: 19, scope: !407, inlinedAt: !735)
!735 = distinct !DILocation(line: 44, column: 72, scope: !732)
!736 = !{!737}
!737 = distinct !{!737, !738, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$3len17h2110eb551bd889deE: %self"}
!738 = distinct !{!738, !"_ZN5alloc3vec16Vec$LT$T$C$A$GT$3len17h2110eb551bd889deE"}
!739 = !DILocation(line: 3002, column: 37, scope: !413, inlinedAt: !735)
!740 = !DILocation(line: 3002, column: 18, scope: !413, inlinedAt: !735)
!741 = !DILocation(line: 44, column: 67, scope: !732)
!742 = !{!743}
!743 = distinct !{!743, !744, !"_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$$GT$5index17h269a3433766f7a22E: %self"}
!744 = distinct !{!744, !"_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$$GT$5index17h269a3433766f7a22E"}
!745 = !DILocation(line: 44, column: 66, scope: !732)
!746 = !DILocation(line: 272, column: 10, scope: !747, inlinedAt: !748)
!747 = distinct !DISubprogram(name: "index<f64>", linkageName: "_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$5index17heb1602927d1681c2E", scope: !369, file: !368, line: 270, type: !12, scopeLine: 270, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!748 = distinct !DILocation(line: 19, column: 15, scope: !749, inlinedAt: !751)
!749 = distinct !DISubprogram(name: "index<f64, usize>", linkageName: "_ZN4core5slice5index74_$LT$impl$u20$core..ops..index..Index$LT$I$GT$$u20$for$u20$$u5b$T$u5d$$GT$5index17h27a5dfd7b3edaf5dE", scope: !750, file: !368, line: 18, type: !12, scopeLine: 18, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!750 = !DINamespace(name: "{impl#0}", scope: !370)
!751 = distinct !DILocation(line: 3804, column: 9, scope: !752, inlinedAt: !754)
!752 = distinct !DISubprogram(name: "index<f64, usize, alloc::alloc::Global>", linkageName: "_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$$GT$5index17h269a3433766f7a22E", scope: !753, file: !85, line: 3803, type: !12, scopeLine: 3803, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!753 = !DINamespace(name: "{impl#14}", scope: !87)
!754 = distinct !DILocation(line: 44, column: 66, scope: !732)
!755 = !{!756, !743}
!756 = distinct !{!756, !757, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$5index17heb1602927d1681c2E: %slice.0"}
!757 = distinct !{!757, !"_ZN75_$LT$usize$u20$as$u20$core..slice..index..SliceIndex$LT$$u5b$T$u5d$$GT$$GT$5index17heb1602927d1681c2E"}
!758 = !DILocation(line: 43, column: 5, scope: !732)
!759 = !DILocation(line: 612, column: 9, scope: !760, inlinedAt: !761)
!760 = distinct !DISubprogram(name: "non_null<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$8non_null17h41055a0f6b126d74E", scope: !93, file: !92, line: 611, type: !12, scopeLine: 611, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!761 = distinct !DILocation(line: 607, column: 14, scope: !762, inlinedAt: !763)
!762 = distinct !DISubprogram(name: "ptr<alloc::alloc::Global, f64>", linkageName: "_ZN5alloc7raw_vec20RawVecInner$LT$A$GT$3ptr17h89da8ee9423c4b4bE", scope: !93, file: !92, line: 606, type: !12, scopeLine: 606, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!763 = distinct !DILocation(line: 295, column: 20, scope: !764, inlinedAt: !765)
!764 = distinct !DISubprogram(name: "ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc7raw_vec19RawVec$LT$T$C$A$GT$3ptr17h34516bc9d6bdf512E", scope: !97, file: !92, line: 294, type: !12, scopeLine: 294, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!765 = distinct !DILocation(line: 1916, column: 18, scope: !766, inlinedAt: !767)
!766 = distinct !DISubprogram(name: "as_ptr<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$6as_ptr17h39339010adb0f78eE", scope: !100, file: !85, line: 1913, type: !12, scopeLine: 1913, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!767 = distinct !DILocation(line: 1815, column: 76, scope: !768, inlinedAt: !769)
!768 = distinct !DISubprogram(name: "as_slice<f64, alloc::alloc::Global>", linkageName: "_ZN5alloc3vec16Vec$LT$T$C$A$GT$8as_slice17h2551cb759a6c6ef7E", scope: !100, file: !85, line: 1798, type: !12, scopeLine: 1798, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!769 = distinct !DILocation(line: 3729, column: 14, scope: !770, inlinedAt: !771)
!770 = distinct !DISubprogram(name: "deref<f64, alloc::alloc::Global>", linkageName: "_ZN72_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..deref..Deref$GT$5deref17hd54df01d8e0d8321E", scope: !297, file: !85, line: 3728, type: !12, scopeLine: 3728, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!771 = distinct !DILocation(line: 3804, column: 23, scope: !752, inlinedAt: !754)
!772 = !DILocation(line: 272, column: 9, scope: !747, inlinedAt: !748)
!773 = !DILocation(line: 43, column: 5, scope: !774)
!774 = !DILexicalBlockFile(scope: !775, file: !61, discriminator: 0)
!775 = distinct !DILexicalBlock(scope: !732, file: !776, line: 143, column: 28)
!776 = !DIFile(filename: "library/std/src/macros.rs", directory: "/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860", checksumkind: CSK_MD5, checksum: "a8906dec5ca2014c3fea0770b2c16963")
!777 = !DILocation(line: 45, column: 1, scope: !454)
!778 = !DILocation(line: 423, column: 29, scope: !779, inlinedAt: !781)
!779 = distinct !DISubprogram(name: "drop<f64, alloc::alloc::Global>", linkageName: "_ZN77_$LT$alloc..raw_vec..RawVec$LT$T$C$A$GT$$u20$as$u20$core..ops..drop..Drop$GT$4drop17h0100101c100b33bbE", scope: !780, file: !92, line: 421, type: !12, scopeLine: 421, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!780 = !DINamespace(name: "{impl#3}", scope: !94)
!781 = distinct !DILocation(line: 805, column: 1, scope: !782, inlinedAt: !783)
!782 = distinct !DISubprogram(name: "drop_in_place<alloc::raw_vec::RawVec<f64, alloc::alloc::Global>>", linkageName: "_ZN4core3ptr54drop_in_place$LT$alloc..raw_vec..RawVec$LT$f64$GT$$GT$17h619bcf0609a08b78E", scope: !196, file: !208, line: 805, type: !12, scopeLine: 805, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!783 = distinct !DILocation(line: 805, column: 1, scope: !784, inlinedAt: !785)
!784 = distinct !DISubprogram(name: "drop_in_place<alloc::vec::Vec<f64, alloc::alloc::Global>>", linkageName: "_ZN4core3ptr47drop_in_place$LT$alloc..vec..Vec$LT$f64$GT$$GT$17hce38210737afcbfbE", scope: !196, file: !208, line: 805, type: !12, scopeLine: 805, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!785 = distinct !DILocation(line: 45, column: 1, scope: !302)
!786 = !DILocation(line: 45, column: 1, scope: !302)
!787 = !DILocation(line: 45, column: 1, scope: !277)
!788 = !DILocation(line: 423, column: 29, scope: !789, inlinedAt: !790)
!789 = distinct !DISubprogram(name: "drop<u32, alloc::alloc::Global>", linkageName: "_ZN77_$LT$alloc..raw_vec..RawVec$LT$T$C$A$GT$$u20$as$u20$core..ops..drop..Drop$GT$4drop17h3bb9791a602755baE", scope: !780, file: !92, line: 421, type: !12, scopeLine: 421, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!790 = distinct !DILocation(line: 805, column: 1, scope: !791, inlinedAt: !792)
!791 = distinct !DISubprogram(name: "drop_in_place<alloc::raw_vec::RawVec<u32, alloc::alloc::Global>>", linkageName: "_ZN4core3ptr54drop_in_place$LT$alloc..raw_vec..RawVec$LT$u32$GT$$GT$17hba596acfb2ad9284E", scope: !196, file: !208, line: 805, type: !12, scopeLine: 805, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!792 = distinct !DILocation(line: 805, column: 1, scope: !793, inlinedAt: !794)
!793 = distinct !DISubprogram(name: "drop_in_place<alloc::vec::Vec<u32, alloc::alloc::Global>>", linkageName: "_ZN4core3ptr47drop_in_place$LT$alloc..vec..Vec$LT$u32$GT$$GT$17hed86042c2739a3fbE", scope: !196, file: !208, line: 805, type: !12, scopeLine: 805, flags: DIFlagPrototyped, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !6, templateParams: !13)
!794 = distinct !DILocation(line: 45, column: 1, scope: !246)
!795 = !DILocation(line: 45, column: 1, scope: !246)
!796 = !DILocation(line: 423, column: 29, scope: !779, inlinedAt: !797)
!797 = distinct !DILocation(line: 805, column: 1, scope: !782, inlinedAt: !798)
!798 = distinct !DILocation(line: 805, column: 1, scope: !784, inlinedAt: !799)
!799 = distinct !DILocation(line: 45, column: 1, scope: !64)
!800 = !DILocation(line: 45, column: 1, scope: !64)
!801 = !DILocation(line: 45, column: 2, scope: !60)
