; ModuleID = 'sparse_grid.c'
source_filename = "sparse_grid.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.Cell = type { i8, i16, float, double }

@.str = private unnamed_addr constant [28 x i8] c"sum %.6f check %u level %d\0A\00", align 1, !dbg !0

; Function Attrs: nounwind uwtable
define dso_local noundef i32 @main(i32 noundef %0, ptr nocapture noundef readonly %1) local_unnamed_addr #0 !dbg !31 {
    #dbg_value(i32 %0, !35, !DIExpression(), !63)
    #dbg_value(ptr %1, !36, !DIExpression(), !63)
  %3 = icmp sgt i32 %0, 1, !dbg !64
  br i1 %3, label %4, label %9, !dbg !65

4:                                                ; preds = %2
  %5 = getelementptr inbounds i8, ptr %1, i64 8, !dbg !66
  %6 = load ptr, ptr %5, align 8, !dbg !66, !tbaa !67
    #dbg_value(ptr %6, !71, !DIExpression(), !79)
  %7 = tail call i64 @strtol(ptr nocapture noundef nonnull %6, ptr noundef null, i32 noundef 10) #9, !dbg !81
  %8 = trunc i64 %7 to i32, !dbg !82
  br label %9, !dbg !65

9:                                                ; preds = %2, %4
  %10 = phi i32 [ %8, %4 ], [ 512, %2 ], !dbg !65
    #dbg_value(i32 %10, !37, !DIExpression(), !63)
  %11 = sext i32 %10 to i64, !dbg !83
  %12 = shl nsw i64 %11, 4, !dbg !84
  %13 = tail call noalias ptr @malloc(i64 noundef %12) #10, !dbg !85
    #dbg_value(ptr %13, !38, !DIExpression(), !63)
  %14 = tail call noalias ptr @malloc(i64 noundef %12) #10, !dbg !86
    #dbg_value(ptr %14, !48, !DIExpression(), !63)
  tail call void @llvm.memset.p0.i64(ptr align 8 %13, i8 0, i64 %12, i1 false), !dbg !87
    #dbg_value(i32 0, !49, !DIExpression(), !88)
  %15 = icmp sgt i32 %10, 0, !dbg !89
  br i1 %15, label %16, label %18, !dbg !91

16:                                               ; preds = %9
  %17 = zext nneg i32 %10 to i64, !dbg !89
  br label %25, !dbg !91

18:                                               ; preds = %25, %9
    #dbg_value(i32 0, !57, !DIExpression(), !92)
    #dbg_value(double 0.000000e+00, !56, !DIExpression(), !63)
    #dbg_value(i32 0, !51, !DIExpression(), !63)
  %19 = getelementptr inbounds i8, ptr %14, i64 16
  %20 = add nsw i32 %10, -1
  %21 = sext i32 %20 to i64
  %22 = shl nsw i64 %21, 4
  %23 = icmp sgt i32 %10, 0
  %24 = zext nneg i32 %10 to i64
  br label %48, !dbg !93

25:                                               ; preds = %16, %25
  %26 = phi i64 [ 0, %16 ], [ %39, %25 ]
    #dbg_value(i64 %26, !49, !DIExpression(), !88)
  %27 = trunc i64 %26 to i8, !dbg !94
  %28 = mul i8 %27, 7, !dbg !94
  %29 = getelementptr inbounds %struct.Cell, ptr %13, i64 %26, !dbg !96
  store i8 %28, ptr %29, align 8, !dbg !97, !tbaa !98
  %30 = trunc nuw nsw i64 %26 to i32, !dbg !103
  %31 = urem i32 %30, 13, !dbg !103
  %32 = uitofp nneg i32 %31 to float, !dbg !104
  %33 = fdiv float %32, 3.000000e+00, !dbg !105
  %34 = getelementptr inbounds i8, ptr %29, i64 4, !dbg !106
  store float %33, ptr %34, align 4, !dbg !107, !tbaa !108
  %35 = trunc nuw nsw i64 %26 to i32, !dbg !109
  %36 = uitofp nneg i32 %35 to double, !dbg !109
  %37 = fmul double %36, 1.250000e-01, !dbg !110
  %38 = getelementptr inbounds i8, ptr %29, i64 8, !dbg !111
  store double %37, ptr %38, align 8, !dbg !112, !tbaa !113
  %39 = add nuw nsw i64 %26, 1, !dbg !114
    #dbg_value(i64 %39, !49, !DIExpression(), !88)
  %40 = icmp eq i64 %39, %17, !dbg !89
  br i1 %40, label %18, label %25, !dbg !91, !llvm.loop !115

41:                                               ; preds = %52
  %42 = sdiv i32 %10, 2, !dbg !119
  %43 = sext i32 %42 to i64, !dbg !120
  %44 = getelementptr inbounds %struct.Cell, ptr %13, i64 %43, i32 1, !dbg !121
  %45 = load i16, ptr %44, align 2, !dbg !121, !tbaa !122
  %46 = sext i16 %45 to i32, !dbg !120
  %47 = tail call i32 (ptr, ...) @printf(ptr noundef nonnull dereferenceable(1) @.str, double noundef %51, i32 noundef %53, i32 noundef %46), !dbg !123
  tail call void @free(ptr noundef %14) #9, !dbg !124
  tail call void @free(ptr noundef %13) #9, !dbg !125
  ret i32 0, !dbg !126

48:                                               ; preds = %18, %52
  %49 = phi i32 [ 0, %18 ], [ %54, %52 ]
  %50 = phi i32 [ 0, %18 ], [ %53, %52 ]
    #dbg_value(i32 %49, !57, !DIExpression(), !92)
    #dbg_value(i32 %50, !51, !DIExpression(), !63)
  tail call void @llvm.memcpy.p0.p0.i64(ptr align 8 %14, ptr align 8 %13, i64 %12, i1 false), !dbg !127
  %51 = tail call fastcc double @smooth(ptr noundef %13, i32 noundef 0, i32 noundef %10, i32 noundef 6), !dbg !128
    #dbg_value(double %51, !56, !DIExpression(), !63)
  tail call void @llvm.memmove.p0.p0.i64(ptr nonnull align 8 %19, ptr align 8 %14, i64 %22, i1 false), !dbg !129
    #dbg_value(i32 0, !59, !DIExpression(), !130)
    #dbg_value(i32 %50, !51, !DIExpression(), !63)
  br i1 %23, label %56, label %52, !dbg !131

52:                                               ; preds = %68, %48
  %53 = phi i32 [ %50, %48 ], [ %78, %68 ], !dbg !63
  %54 = add nuw nsw i32 %49, 1, !dbg !132
    #dbg_value(i32 %54, !57, !DIExpression(), !92)
    #dbg_value(double %51, !56, !DIExpression(), !63)
    #dbg_value(i32 %53, !51, !DIExpression(), !63)
  %55 = icmp eq i32 %54, 6, !dbg !133
  br i1 %55, label %41, label %48, !dbg !93, !llvm.loop !134

56:                                               ; preds = %48, %68
  %57 = phi i64 [ %79, %68 ], [ 0, %48 ]
  %58 = phi i32 [ %78, %68 ], [ %50, %48 ]
    #dbg_value(i64 %57, !59, !DIExpression(), !130)
    #dbg_value(i32 %58, !51, !DIExpression(), !63)
  %59 = getelementptr inbounds %struct.Cell, ptr %14, i64 %57, !dbg !136
  %60 = load i8, ptr %59, align 8, !dbg !140, !tbaa !98
  %61 = icmp slt i8 %60, 0, !dbg !141
  br i1 %61, label %62, label %68, !dbg !142

62:                                               ; preds = %56
  %63 = getelementptr inbounds i8, ptr %59, i64 8, !dbg !143
  %64 = load double, ptr %63, align 8, !dbg !143, !tbaa !113
  %65 = getelementptr inbounds %struct.Cell, ptr %13, i64 %57, i32 3, !dbg !144
  %66 = load double, ptr %65, align 8, !dbg !145, !tbaa !113
  %67 = tail call double @llvm.fmuladd.f64(double %64, double -1.000000e-02, double %66), !dbg !145
  store double %67, ptr %65, align 8, !dbg !145, !tbaa !113
  br label %68, !dbg !146

68:                                               ; preds = %62, %56
  %69 = mul i32 %58, 31, !dbg !147
  %70 = getelementptr inbounds %struct.Cell, ptr %13, i64 %57, i32 3, !dbg !148
  %71 = load i64, ptr %70, align 8, !dbg !148, !tbaa !113
    #dbg_value(double poison, !149, !DIExpression(), !170)
    #dbg_value(double poison, !154, !DIExpression(), !170)
    #dbg_value(i64 %71, !154, !DIExpression(DW_OP_constu, 1509949440, DW_OP_xor, DW_OP_stack_value, DW_OP_LLVM_fragment, 24, 8), !170)
  %72 = trunc i64 %71 to i32, !dbg !172
  %73 = lshr i64 %71, 32, !dbg !173
  %74 = trunc nuw i64 %73 to i32, !dbg !173
  %75 = mul i32 %74, -1640531535, !dbg !174
  %76 = xor i32 %75, %72, !dbg !175
  %77 = xor i32 %76, 1509949440, !dbg !175
  %78 = add i32 %77, %69, !dbg !176
    #dbg_value(i32 %78, !51, !DIExpression(), !63)
  %79 = add nuw nsw i64 %57, 1, !dbg !177
    #dbg_value(i64 %79, !59, !DIExpression(), !130)
  %80 = icmp eq i64 %79, %24, !dbg !178
  br i1 %80, label %52, label %56, !dbg !131, !llvm.loop !179
}

; Function Attrs: mustprogress nofree nounwind willreturn allockind("alloc,uninitialized") allocsize(0) memory(inaccessiblemem: readwrite)
declare !dbg !181 noalias noundef ptr @malloc(i64 noundef) local_unnamed_addr #1

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: write)
declare void @llvm.memset.p0.i64(ptr nocapture writeonly, i8, i64, i1 immarg) #2

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias nocapture writeonly, ptr noalias nocapture readonly, i64, i1 immarg) #3

; Function Attrs: nofree nosync nounwind memory(argmem: readwrite) uwtable
define internal fastcc double @smooth(ptr noundef %0, i32 noundef %1, i32 noundef %2, i32 noundef %3) unnamed_addr #4 !dbg !187 {
    #dbg_value(ptr %0, !191, !DIExpression(), !202)
    #dbg_value(i32 %1, !192, !DIExpression(), !202)
    #dbg_value(i32 %2, !193, !DIExpression(), !202)
    #dbg_value(i32 %3, !194, !DIExpression(), !202)
  %5 = sub nsw i32 %2, %1, !dbg !203
  %6 = icmp slt i32 %5, 4, !dbg !204
  %7 = icmp eq i32 %3, 0
  %8 = or i1 %6, %7, !dbg !205
  br i1 %8, label %9, label %33, !dbg !205

9:                                                ; preds = %4
    #dbg_value(double 0.000000e+00, !195, !DIExpression(), !206)
    #dbg_value(i32 %1, !198, !DIExpression(), !207)
  %10 = icmp slt i32 %1, %2, !dbg !208
  br i1 %10, label %11, label %31, !dbg !210

11:                                               ; preds = %9
  %12 = sext i32 %1 to i64, !dbg !210
  %13 = sext i32 %2 to i64, !dbg !208
  br label %14, !dbg !210

14:                                               ; preds = %11, %14
  %15 = phi i64 [ %12, %11 ], [ %29, %14 ]
  %16 = phi double [ 0.000000e+00, %11 ], [ %28, %14 ]
    #dbg_value(double %16, !195, !DIExpression(), !206)
    #dbg_value(i64 %15, !198, !DIExpression(), !207)
  %17 = getelementptr inbounds %struct.Cell, ptr %0, i64 %15, !dbg !211
  %18 = getelementptr inbounds i8, ptr %17, i64 8, !dbg !213
  %19 = load double, ptr %18, align 8, !dbg !213, !tbaa !113
  %20 = getelementptr inbounds i8, ptr %17, i64 4, !dbg !214
  %21 = load float, ptr %20, align 4, !dbg !214, !tbaa !108
  %22 = fpext float %21 to double, !dbg !215
  %23 = fmul double %22, 2.500000e-01, !dbg !216
  %24 = tail call double @llvm.fmuladd.f64(double %19, double 5.000000e-01, double %23), !dbg !217
  store double %24, ptr %18, align 8, !dbg !218, !tbaa !113
  %25 = getelementptr inbounds i8, ptr %17, i64 2, !dbg !219
  %26 = load i16, ptr %25, align 2, !dbg !219, !tbaa !122
  %27 = add i16 %26, 1, !dbg !220
  store i16 %27, ptr %25, align 2, !dbg !221, !tbaa !122
  %28 = fadd double %16, %24, !dbg !222
    #dbg_value(double %28, !195, !DIExpression(), !206)
  %29 = add nsw i64 %15, 1, !dbg !223
    #dbg_value(i64 %29, !198, !DIExpression(), !207)
  %30 = icmp eq i64 %29, %13, !dbg !208
  br i1 %30, label %31, label %14, !dbg !210, !llvm.loop !224

31:                                               ; preds = %9, %14, %33
  %32 = phi double [ %39, %33 ], [ 0.000000e+00, %9 ], [ %28, %14 ]
  ret double %32, !dbg !226

33:                                               ; preds = %4
  %34 = add nsw i32 %2, %1, !dbg !227
  %35 = sdiv i32 %34, 2, !dbg !228
    #dbg_value(i32 %35, !200, !DIExpression(), !202)
  %36 = add nsw i32 %3, -1, !dbg !229
  %37 = tail call fastcc double @smooth(ptr noundef %0, i32 noundef %1, i32 noundef %35, i32 noundef %36), !dbg !230
    #dbg_value(double %37, !201, !DIExpression(), !202)
  %38 = tail call fastcc double @smooth(ptr noundef %0, i32 noundef %35, i32 noundef %2, i32 noundef %36), !dbg !231
  %39 = fadd double %37, %38, !dbg !232
  br label %31, !dbg !226
}

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memmove.p0.p0.i64(ptr nocapture writeonly, ptr nocapture readonly, i64, i1 immarg) #3

; Function Attrs: mustprogress nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare double @llvm.fmuladd.f64(double, double, double) #5

; Function Attrs: nofree nounwind
declare !dbg !233 noundef i32 @printf(ptr nocapture noundef readonly, ...) local_unnamed_addr #6

; Function Attrs: mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !238 void @free(ptr allocptr nocapture noundef) local_unnamed_addr #7

; Function Attrs: mustprogress nofree nounwind willreturn
declare !dbg !241 i64 @strtol(ptr noundef readonly, ptr nocapture noundef, i32 noundef) local_unnamed_addr #8

attributes #0 = { nounwind uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { mustprogress nofree nounwind willreturn allockind("alloc,uninitialized") allocsize(0) memory(inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #2 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: write) }
attributes #3 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite) }
attributes #4 = { nofree nosync nounwind memory(argmem: readwrite) uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #5 = { mustprogress nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #6 = { nofree nounwind "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #7 = { mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #8 = { mustprogress nofree nounwind willreturn "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #9 = { nounwind }
attributes #10 = { nounwind allocsize(0) }

!llvm.dbg.cu = !{!7}
!llvm.module.flags = !{!23, !24, !25, !26, !27, !28, !29}
!llvm.ident = !{!30}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(scope: null, file: !2, line: 62, type: !3, isLocal: true, isDefinition: true)
!2 = !DIFile(filename: "sparse_grid.c", directory: ".", checksumkind: CSK_MD5, checksum: "72ec79675c1f8f9d140edcb57fbb2ba7")
!3 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 224, elements: !5)
!4 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!5 = !{!6}
!6 = !DISubrange(count: 28)
!7 = distinct !DICompileUnit(language: DW_LANG_C11, file: !2, producer: "Debian clang version 19.1.7 (3~deb12u1)", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !8, globals: !22, splitDebugInlining: false, nameTableKind: None)
!8 = !{!9, !14, !15, !16, !18, !19}
!9 = !DIDerivedType(tag: DW_TAG_typedef, name: "int8_t", file: !10, line: 24, baseType: !11)
!10 = !DIFile(filename: "/usr/include/x86_64-linux-gnu/bits/stdint-intn.h", directory: "", checksumkind: CSK_MD5, checksum: "55bcbdc3159515ebd91d351a70d505f4")
!11 = !DIDerivedType(tag: DW_TAG_typedef, name: "__int8_t", file: !12, line: 37, baseType: !13)
!12 = !DIFile(filename: "/usr/include/x86_64-linux-gnu/bits/types.h", directory: "", checksumkind: CSK_MD5, checksum: "d108b5f93a74c50510d7d9bc0ab36df9")
!13 = !DIBasicType(name: "signed char", size: 8, encoding: DW_ATE_signed_char)
!14 = !DIBasicType(name: "float", size: 32, encoding: DW_ATE_float)
!15 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!16 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !17, size: 64)
!17 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !4, size: 64)
!18 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: null, size: 64)
!19 = !DIDerivedType(tag: DW_TAG_typedef, name: "int16_t", file: !10, line: 25, baseType: !20)
!20 = !DIDerivedType(tag: DW_TAG_typedef, name: "__int16_t", file: !12, line: 39, baseType: !21)
!21 = !DIBasicType(name: "short", size: 16, encoding: DW_ATE_signed)
!22 = !{!0}
!23 = !{i32 7, !"Dwarf Version", i32 5}
!24 = !{i32 2, !"Debug Info Version", i32 3}
!25 = !{i32 1, !"wchar_size", i32 4}
!26 = !{i32 8, !"PIC Level", i32 2}
!27 = !{i32 7, !"PIE Level", i32 2}
!28 = !{i32 7, !"uwtable", i32 2}
!29 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!30 = !{!"Debian clang version 19.1.7 (3~deb12u1)"}
!31 = distinct !DISubprogram(name: "main", scope: !2, file: !2, line: 42, type: !32, scopeLine: 42, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !34)
!32 = !DISubroutineType(types: !33)
!33 = !{!15, !15, !16}
!34 = !{!35, !36, !37, !38, !48, !49, !51, !56, !57, !59}
!35 = !DILocalVariable(name: "argc", arg: 1, scope: !31, file: !2, line: 42, type: !15)
!36 = !DILocalVariable(name: "argv", arg: 2, scope: !31, file: !2, line: 42, type: !16)
!37 = !DILocalVariable(name: "n", scope: !31, file: !2, line: 43, type: !15)
!38 = !DILocalVariable(name: "cells", scope: !31, file: !2, line: 44, type: !39)
!39 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !40, size: 64)
!40 = !DIDerivedType(tag: DW_TAG_typedef, name: "Cell", file: !2, line: 12, baseType: !41)
!41 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !2, line: 7, size: 128, elements: !42)
!42 = !{!43, !44, !45, !46}
!43 = !DIDerivedType(tag: DW_TAG_member, name: "kind", scope: !41, file: !2, line: 8, baseType: !9, size: 8)
!44 = !DIDerivedType(tag: DW_TAG_member, name: "level", scope: !41, file: !2, line: 9, baseType: !19, size: 16, offset: 16)
!45 = !DIDerivedType(tag: DW_TAG_member, name: "weight", scope: !41, file: !2, line: 10, baseType: !14, size: 32, offset: 32)
!46 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !41, file: !2, line: 11, baseType: !47, size: 64, offset: 64)
!47 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!48 = !DILocalVariable(name: "saved", scope: !31, file: !2, line: 44, type: !39)
!49 = !DILocalVariable(name: "i", scope: !50, file: !2, line: 46, type: !15)
!50 = distinct !DILexicalBlock(scope: !31, file: !2, line: 46, column: 5)
!51 = !DILocalVariable(name: "check", scope: !31, file: !2, line: 51, type: !52)
!52 = !DIDerivedType(tag: DW_TAG_typedef, name: "uint32_t", file: !53, line: 26, baseType: !54)
!53 = !DIFile(filename: "/usr/include/x86_64-linux-gnu/bits/stdint-uintn.h", directory: "", checksumkind: CSK_MD5, checksum: "2bf2ae53c58c01b1a1b9383b5195125c")
!54 = !DIDerivedType(tag: DW_TAG_typedef, name: "__uint32_t", file: !12, line: 42, baseType: !55)
!55 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!56 = !DILocalVariable(name: "sum", scope: !31, file: !2, line: 52, type: !47)
!57 = !DILocalVariable(name: "round", scope: !58, file: !2, line: 53, type: !15)
!58 = distinct !DILexicalBlock(scope: !31, file: !2, line: 53, column: 5)
!59 = !DILocalVariable(name: "i", scope: !60, file: !2, line: 57, type: !15)
!60 = distinct !DILexicalBlock(scope: !61, file: !2, line: 57, column: 9)
!61 = distinct !DILexicalBlock(scope: !62, file: !2, line: 53, column: 45)
!62 = distinct !DILexicalBlock(scope: !58, file: !2, line: 53, column: 5)
!63 = !DILocation(line: 0, scope: !31)
!64 = !DILocation(line: 43, column: 18, scope: !31)
!65 = !DILocation(line: 43, column: 13, scope: !31)
!66 = !DILocation(line: 43, column: 29, scope: !31)
!67 = !{!68, !68, i64 0}
!68 = !{!"any pointer", !69, i64 0}
!69 = !{!"omnipotent char", !70, i64 0}
!70 = !{!"Simple C/C++ TBAA"}
!71 = !DILocalVariable(name: "__nptr", arg: 1, scope: !72, file: !73, line: 362, type: !76)
!72 = distinct !DISubprogram(name: "atoi", scope: !73, file: !73, line: 362, type: !74, scopeLine: 363, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !78)
!73 = !DIFile(filename: "/usr/include/stdlib.h", directory: "", checksumkind: CSK_MD5, checksum: "4b47dc81a92f1fe77a152c0aac236718")
!74 = !DISubroutineType(types: !75)
!75 = !{!15, !76}
!76 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !77, size: 64)
!77 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !4)
!78 = !{!71}
!79 = !DILocation(line: 0, scope: !72, inlinedAt: !80)
!80 = distinct !DILocation(line: 43, column: 24, scope: !31)
!81 = !DILocation(line: 364, column: 16, scope: !72, inlinedAt: !80)
!82 = !DILocation(line: 364, column: 10, scope: !72, inlinedAt: !80)
!83 = !DILocation(line: 44, column: 26, scope: !31)
!84 = !DILocation(line: 44, column: 28, scope: !31)
!85 = !DILocation(line: 44, column: 19, scope: !31)
!86 = !DILocation(line: 44, column: 54, scope: !31)
!87 = !DILocation(line: 45, column: 5, scope: !31)
!88 = !DILocation(line: 0, scope: !50)
!89 = !DILocation(line: 46, column: 23, scope: !90)
!90 = distinct !DILexicalBlock(scope: !50, file: !2, line: 46, column: 5)
!91 = !DILocation(line: 46, column: 5, scope: !50)
!92 = !DILocation(line: 0, scope: !58)
!93 = !DILocation(line: 53, column: 5, scope: !58)
!94 = !DILocation(line: 47, column: 25, scope: !95)
!95 = distinct !DILexicalBlock(scope: !90, file: !2, line: 46, column: 33)
!96 = !DILocation(line: 47, column: 9, scope: !95)
!97 = !DILocation(line: 47, column: 23, scope: !95)
!98 = !{!99, !69, i64 0}
!99 = !{!"", !69, i64 0, !100, i64 2, !101, i64 4, !102, i64 8}
!100 = !{!"short", !69, i64 0}
!101 = !{!"float", !69, i64 0}
!102 = !{!"double", !69, i64 0}
!103 = !DILocation(line: 48, column: 37, scope: !95)
!104 = !DILocation(line: 48, column: 27, scope: !95)
!105 = !DILocation(line: 48, column: 43, scope: !95)
!106 = !DILocation(line: 48, column: 18, scope: !95)
!107 = !DILocation(line: 48, column: 25, scope: !95)
!108 = !{!99, !101, i64 4}
!109 = !DILocation(line: 49, column: 26, scope: !95)
!110 = !DILocation(line: 49, column: 28, scope: !95)
!111 = !DILocation(line: 49, column: 18, scope: !95)
!112 = !DILocation(line: 49, column: 24, scope: !95)
!113 = !{!99, !102, i64 8}
!114 = !DILocation(line: 46, column: 29, scope: !90)
!115 = distinct !{!115, !91, !116, !117, !118}
!116 = !DILocation(line: 50, column: 5, scope: !50)
!117 = !{!"llvm.loop.mustprogress"}
!118 = !{!"llvm.loop.unroll.disable"}
!119 = !DILocation(line: 62, column: 64, scope: !31)
!120 = !DILocation(line: 62, column: 56, scope: !31)
!121 = !DILocation(line: 62, column: 69, scope: !31)
!122 = !{!99, !100, i64 2}
!123 = !DILocation(line: 62, column: 5, scope: !31)
!124 = !DILocation(line: 63, column: 5, scope: !31)
!125 = !DILocation(line: 64, column: 5, scope: !31)
!126 = !DILocation(line: 66, column: 1, scope: !31)
!127 = !DILocation(line: 54, column: 9, scope: !61)
!128 = !DILocation(line: 55, column: 15, scope: !61)
!129 = !DILocation(line: 56, column: 9, scope: !61)
!130 = !DILocation(line: 0, scope: !60)
!131 = !DILocation(line: 57, column: 9, scope: !60)
!132 = !DILocation(line: 53, column: 41, scope: !62)
!133 = !DILocation(line: 53, column: 31, scope: !62)
!134 = distinct !{!134, !93, !135, !117, !118}
!135 = !DILocation(line: 61, column: 5, scope: !58)
!136 = !DILocation(line: 58, column: 17, scope: !137)
!137 = distinct !DILexicalBlock(scope: !138, file: !2, line: 58, column: 17)
!138 = distinct !DILexicalBlock(scope: !139, file: !2, line: 57, column: 37)
!139 = distinct !DILexicalBlock(scope: !60, file: !2, line: 57, column: 9)
!140 = !DILocation(line: 58, column: 26, scope: !137)
!141 = !DILocation(line: 58, column: 31, scope: !137)
!142 = !DILocation(line: 58, column: 17, scope: !138)
!143 = !DILocation(line: 58, column: 70, scope: !137)
!144 = !DILocation(line: 58, column: 45, scope: !137)
!145 = !DILocation(line: 58, column: 51, scope: !137)
!146 = !DILocation(line: 58, column: 36, scope: !137)
!147 = !DILocation(line: 59, column: 27, scope: !138)
!148 = !DILocation(line: 59, column: 48, scope: !138)
!149 = !DILocalVariable(name: "value", arg: 1, scope: !150, file: !2, line: 20, type: !47)
!150 = distinct !DISubprogram(name: "mix", scope: !2, file: !2, line: 20, type: !151, scopeLine: 20, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !153)
!151 = !DISubroutineType(types: !152)
!152 = !{!52, !47}
!153 = !{!149, !154}
!154 = !DILocalVariable(name: "bits", scope: !150, file: !2, line: 21, type: !155)
!155 = !DIDerivedType(tag: DW_TAG_typedef, name: "Bits", file: !2, line: 18, baseType: !156)
!156 = distinct !DICompositeType(tag: DW_TAG_union_type, file: !2, line: 14, size: 64, elements: !157)
!157 = !{!158, !159, !163}
!158 = !DIDerivedType(tag: DW_TAG_member, name: "whole", scope: !156, file: !2, line: 15, baseType: !47, size: 64)
!159 = !DIDerivedType(tag: DW_TAG_member, name: "half", scope: !156, file: !2, line: 16, baseType: !160, size: 64)
!160 = !DICompositeType(tag: DW_TAG_array_type, baseType: !52, size: 64, elements: !161)
!161 = !{!162}
!162 = !DISubrange(count: 2)
!163 = !DIDerivedType(tag: DW_TAG_member, name: "byte", scope: !156, file: !2, line: 17, baseType: !164, size: 64)
!164 = !DICompositeType(tag: DW_TAG_array_type, baseType: !165, size: 64, elements: !168)
!165 = !DIDerivedType(tag: DW_TAG_typedef, name: "uint8_t", file: !53, line: 24, baseType: !166)
!166 = !DIDerivedType(tag: DW_TAG_typedef, name: "__uint8_t", file: !12, line: 38, baseType: !167)
!167 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!168 = !{!169}
!169 = !DISubrange(count: 8)
!170 = !DILocation(line: 0, scope: !150, inlinedAt: !171)
!171 = distinct !DILocation(line: 59, column: 35, scope: !138)
!172 = !DILocation(line: 24, column: 12, scope: !150, inlinedAt: !171)
!173 = !DILocation(line: 24, column: 28, scope: !150, inlinedAt: !171)
!174 = !DILocation(line: 24, column: 41, scope: !150, inlinedAt: !171)
!175 = !DILocation(line: 24, column: 25, scope: !150, inlinedAt: !171)
!176 = !DILocation(line: 59, column: 33, scope: !138)
!177 = !DILocation(line: 57, column: 33, scope: !139)
!178 = !DILocation(line: 57, column: 27, scope: !139)
!179 = distinct !{!179, !131, !180, !117, !118}
!180 = !DILocation(line: 60, column: 9, scope: !60)
!181 = !DISubprogram(name: "malloc", scope: !73, file: !73, line: 553, type: !182, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!182 = !DISubroutineType(types: !183)
!183 = !{!18, !184}
!184 = !DIDerivedType(tag: DW_TAG_typedef, name: "size_t", file: !185, line: 18, baseType: !186)
!185 = !DIFile(filename: "/usr/lib/llvm-19/lib/clang/19/include/__stddef_size_t.h", directory: "", checksumkind: CSK_MD5, checksum: "2c44e821a2b1951cde2eb0fb2e656867")
!186 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!187 = distinct !DISubprogram(name: "smooth", scope: !2, file: !2, line: 27, type: !188, scopeLine: 27, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !190)
!188 = !DISubroutineType(types: !189)
!189 = !{!47, !39, !15, !15, !15}
!190 = !{!191, !192, !193, !194, !195, !198, !200, !201}
!191 = !DILocalVariable(name: "cells", arg: 1, scope: !187, file: !2, line: 27, type: !39)
!192 = !DILocalVariable(name: "first", arg: 2, scope: !187, file: !2, line: 27, type: !15)
!193 = !DILocalVariable(name: "last", arg: 3, scope: !187, file: !2, line: 27, type: !15)
!194 = !DILocalVariable(name: "depth", arg: 4, scope: !187, file: !2, line: 27, type: !15)
!195 = !DILocalVariable(name: "sum", scope: !196, file: !2, line: 29, type: !47)
!196 = distinct !DILexicalBlock(scope: !197, file: !2, line: 28, column: 41)
!197 = distinct !DILexicalBlock(scope: !187, file: !2, line: 28, column: 9)
!198 = !DILocalVariable(name: "i", scope: !199, file: !2, line: 30, type: !15)
!199 = distinct !DILexicalBlock(scope: !196, file: !2, line: 30, column: 9)
!200 = !DILocalVariable(name: "middle", scope: !187, file: !2, line: 37, type: !15)
!201 = !DILocalVariable(name: "left", scope: !187, file: !2, line: 38, type: !47)
!202 = !DILocation(line: 0, scope: !187)
!203 = !DILocation(line: 28, column: 14, scope: !197)
!204 = !DILocation(line: 28, column: 22, scope: !197)
!205 = !DILocation(line: 28, column: 26, scope: !197)
!206 = !DILocation(line: 0, scope: !196)
!207 = !DILocation(line: 0, scope: !199)
!208 = !DILocation(line: 30, column: 31, scope: !209)
!209 = distinct !DILexicalBlock(scope: !199, file: !2, line: 30, column: 9)
!210 = !DILocation(line: 30, column: 9, scope: !199)
!211 = !DILocation(line: 31, column: 36, scope: !212)
!212 = distinct !DILexicalBlock(scope: !209, file: !2, line: 30, column: 44)
!213 = !DILocation(line: 31, column: 45, scope: !212)
!214 = !DILocation(line: 31, column: 69, scope: !212)
!215 = !DILocation(line: 31, column: 60, scope: !212)
!216 = !DILocation(line: 31, column: 58, scope: !212)
!217 = !DILocation(line: 31, column: 51, scope: !212)
!218 = !DILocation(line: 31, column: 28, scope: !212)
!219 = !DILocation(line: 32, column: 49, scope: !212)
!220 = !DILocation(line: 32, column: 55, scope: !212)
!221 = !DILocation(line: 32, column: 28, scope: !212)
!222 = !DILocation(line: 33, column: 17, scope: !212)
!223 = !DILocation(line: 30, column: 40, scope: !209)
!224 = distinct !{!224, !210, !225, !117, !118}
!225 = !DILocation(line: 34, column: 9, scope: !199)
!226 = !DILocation(line: 40, column: 1, scope: !187)
!227 = !DILocation(line: 37, column: 25, scope: !187)
!228 = !DILocation(line: 37, column: 33, scope: !187)
!229 = !DILocation(line: 38, column: 54, scope: !187)
!230 = !DILocation(line: 38, column: 19, scope: !187)
!231 = !DILocation(line: 39, column: 19, scope: !187)
!232 = !DILocation(line: 39, column: 17, scope: !187)
!233 = !DISubprogram(name: "printf", scope: !234, file: !234, line: 356, type: !235, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!234 = !DIFile(filename: "/usr/include/stdio.h", directory: "", checksumkind: CSK_MD5, checksum: "b5a90985555f47bfb88eff5a8f0f5b72")
!235 = !DISubroutineType(types: !236)
!236 = !{!15, !237, null}
!237 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !76)
!238 = !DISubprogram(name: "free", scope: !73, file: !73, line: 568, type: !239, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!239 = !DISubroutineType(types: !240)
!240 = !{null, !18}
!241 = !DISubprogram(name: "strtol", scope: !73, file: !73, line: 177, type: !242, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!242 = !DISubroutineType(types: !243)
!243 = !{!244, !237, !245, !15}
!244 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!245 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !16)
