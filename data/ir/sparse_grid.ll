; ModuleID = 'sparse_grid.c'
source_filename = "sparse_grid.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.Cell = type { i8, i16, float, double }

@.str.1 = private unnamed_addr constant [28 x i8] c"sum %.6f check %u level %d\0A\00", align 1, !dbg !0
@str = private unnamed_addr constant [39 x i8] c"usage: sparse_grid [CELLS], at least 1\00", align 1

; Function Attrs: nounwind uwtable
define dso_local range(i32 0, 3) i32 @main(i32 noundef %0, ptr nocapture noundef readonly %1) local_unnamed_addr #0 !dbg !36 {
    #dbg_value(i32 %0, !40, !DIExpression(), !68)
    #dbg_value(ptr %1, !41, !DIExpression(), !68)
  %3 = icmp sgt i32 %0, 1, !dbg !69
  br i1 %3, label %4, label %9, !dbg !70

4:                                                ; preds = %2
  %5 = getelementptr inbounds i8, ptr %1, i64 8, !dbg !71
  %6 = load ptr, ptr %5, align 8, !dbg !71, !tbaa !72
    #dbg_value(ptr %6, !76, !DIExpression(), !84)
  %7 = tail call i64 @strtol(ptr nocapture noundef nonnull %6, ptr noundef null, i32 noundef 10) #10, !dbg !86
  %8 = trunc i64 %7 to i32, !dbg !87
  br label %9, !dbg !70

9:                                                ; preds = %2, %4
  %10 = phi i32 [ %8, %4 ], [ 512, %2 ], !dbg !70
    #dbg_value(i32 %10, !42, !DIExpression(), !68)
  %11 = icmp slt i32 %10, 1, !dbg !88
  br i1 %11, label %12, label %14, !dbg !90

12:                                               ; preds = %9
  %13 = tail call i32 @puts(ptr nonnull dereferenceable(1) @str), !dbg !91
  br label %81, !dbg !93

14:                                               ; preds = %9
  %15 = zext nneg i32 %10 to i64, !dbg !94
  %16 = shl nuw nsw i64 %15, 4, !dbg !95
  %17 = tail call noalias ptr @malloc(i64 noundef %16) #11, !dbg !96
    #dbg_value(ptr %17, !43, !DIExpression(), !68)
  %18 = tail call noalias ptr @malloc(i64 noundef %16) #11, !dbg !97
    #dbg_value(ptr %18, !53, !DIExpression(), !68)
  tail call void @llvm.memset.p0.i64(ptr align 8 %17, i8 0, i64 %16, i1 false), !dbg !98
    #dbg_value(i32 0, !54, !DIExpression(), !99)
  %19 = zext nneg i32 %10 to i64, !dbg !100
  br label %26, !dbg !102

20:                                               ; preds = %26
    #dbg_value(i32 0, !62, !DIExpression(), !103)
    #dbg_value(double 0.000000e+00, !61, !DIExpression(), !68)
    #dbg_value(i32 0, !56, !DIExpression(), !68)
  %21 = getelementptr inbounds i8, ptr %18, i64 16
  %22 = add nsw i32 %10, -1
  %23 = zext nneg i32 %22 to i64
  %24 = shl nuw nsw i64 %23, 4
  %25 = zext nneg i32 %10 to i64
  br label %49, !dbg !104

26:                                               ; preds = %14, %26
  %27 = phi i64 [ 0, %14 ], [ %40, %26 ]
    #dbg_value(i64 %27, !54, !DIExpression(), !99)
  %28 = trunc i64 %27 to i8, !dbg !105
  %29 = mul i8 %28, 7, !dbg !105
  %30 = getelementptr inbounds %struct.Cell, ptr %17, i64 %27, !dbg !107
  store i8 %29, ptr %30, align 8, !dbg !108, !tbaa !109
  %31 = trunc nuw nsw i64 %27 to i32, !dbg !114
  %32 = urem i32 %31, 13, !dbg !114
  %33 = uitofp nneg i32 %32 to float, !dbg !115
  %34 = fdiv float %33, 3.000000e+00, !dbg !116
  %35 = getelementptr inbounds i8, ptr %30, i64 4, !dbg !117
  store float %34, ptr %35, align 4, !dbg !118, !tbaa !119
  %36 = trunc nuw nsw i64 %27 to i32, !dbg !120
  %37 = uitofp nneg i32 %36 to double, !dbg !120
  %38 = fmul double %37, 1.250000e-01, !dbg !121
  %39 = getelementptr inbounds i8, ptr %30, i64 8, !dbg !122
  store double %38, ptr %39, align 8, !dbg !123, !tbaa !124
  %40 = add nuw nsw i64 %27, 1, !dbg !125
    #dbg_value(i64 %40, !54, !DIExpression(), !99)
  %41 = icmp eq i64 %40, %19, !dbg !100
  br i1 %41, label %20, label %26, !dbg !102, !llvm.loop !126

42:                                               ; preds = %53
  %43 = lshr i32 %10, 1, !dbg !130
  %44 = zext nneg i32 %43 to i64, !dbg !131
  %45 = getelementptr inbounds %struct.Cell, ptr %17, i64 %44, i32 1, !dbg !132
  %46 = load i16, ptr %45, align 2, !dbg !132, !tbaa !133
  %47 = sext i16 %46 to i32, !dbg !131
  %48 = tail call i32 (ptr, ...) @printf(ptr noundef nonnull dereferenceable(1) @.str.1, double noundef %52, i32 noundef %78, i32 noundef %47), !dbg !134
  tail call void @free(ptr noundef %18) #10, !dbg !135
  tail call void @free(ptr noundef %17) #10, !dbg !136
  br label %81

49:                                               ; preds = %20, %53
  %50 = phi i32 [ 0, %20 ], [ %54, %53 ]
  %51 = phi i32 [ 0, %20 ], [ %78, %53 ]
    #dbg_value(i32 %50, !62, !DIExpression(), !103)
    #dbg_value(i32 %51, !56, !DIExpression(), !68)
  tail call void @llvm.memcpy.p0.p0.i64(ptr align 8 %18, ptr align 8 %17, i64 %16, i1 false), !dbg !137
  %52 = tail call fastcc double @smooth(ptr noundef %17, i32 noundef 0, i32 noundef %10, i32 noundef 6), !dbg !138
    #dbg_value(double %52, !61, !DIExpression(), !68)
  tail call void @llvm.memmove.p0.p0.i64(ptr nonnull align 8 %21, ptr align 8 %18, i64 %24, i1 false), !dbg !139
    #dbg_value(i32 0, !64, !DIExpression(), !140)
    #dbg_value(i32 %51, !56, !DIExpression(), !68)
  br label %56, !dbg !141

53:                                               ; preds = %68
  %54 = add nuw nsw i32 %50, 1, !dbg !142
    #dbg_value(i32 %54, !62, !DIExpression(), !103)
    #dbg_value(double %52, !61, !DIExpression(), !68)
    #dbg_value(i32 %78, !56, !DIExpression(), !68)
  %55 = icmp eq i32 %54, 6, !dbg !143
  br i1 %55, label %42, label %49, !dbg !104, !llvm.loop !144

56:                                               ; preds = %49, %68
  %57 = phi i64 [ 0, %49 ], [ %79, %68 ]
  %58 = phi i32 [ %51, %49 ], [ %78, %68 ]
    #dbg_value(i64 %57, !64, !DIExpression(), !140)
    #dbg_value(i32 %58, !56, !DIExpression(), !68)
  %59 = getelementptr inbounds %struct.Cell, ptr %18, i64 %57, !dbg !146
  %60 = load i8, ptr %59, align 8, !dbg !150, !tbaa !109
  %61 = icmp slt i8 %60, 0, !dbg !151
  br i1 %61, label %62, label %68, !dbg !152

62:                                               ; preds = %56
  %63 = getelementptr inbounds i8, ptr %59, i64 8, !dbg !153
  %64 = load double, ptr %63, align 8, !dbg !153, !tbaa !124
  %65 = getelementptr inbounds %struct.Cell, ptr %17, i64 %57, i32 3, !dbg !154
  %66 = load double, ptr %65, align 8, !dbg !155, !tbaa !124
  %67 = tail call double @llvm.fmuladd.f64(double %64, double -1.000000e-02, double %66), !dbg !155
  store double %67, ptr %65, align 8, !dbg !155, !tbaa !124
  br label %68, !dbg !156

68:                                               ; preds = %62, %56
  %69 = mul i32 %58, 31, !dbg !157
  %70 = getelementptr inbounds %struct.Cell, ptr %17, i64 %57, i32 3, !dbg !158
  %71 = load i64, ptr %70, align 8, !dbg !158, !tbaa !124
    #dbg_value(double poison, !159, !DIExpression(), !180)
    #dbg_value(double poison, !164, !DIExpression(), !180)
    #dbg_value(i64 %71, !164, !DIExpression(DW_OP_constu, 1509949440, DW_OP_xor, DW_OP_stack_value, DW_OP_LLVM_fragment, 24, 8), !180)
  %72 = trunc i64 %71 to i32, !dbg !182
  %73 = lshr i64 %71, 32, !dbg !183
  %74 = trunc nuw i64 %73 to i32, !dbg !183
  %75 = mul i32 %74, -1640531535, !dbg !184
  %76 = xor i32 %75, %72, !dbg !185
  %77 = xor i32 %76, 1509949440, !dbg !185
  %78 = add i32 %77, %69, !dbg !186
    #dbg_value(i32 %78, !56, !DIExpression(), !68)
  %79 = add nuw nsw i64 %57, 1, !dbg !187
    #dbg_value(i64 %79, !64, !DIExpression(), !140)
  %80 = icmp eq i64 %79, %25, !dbg !188
  br i1 %80, label %53, label %56, !dbg !141, !llvm.loop !189

81:                                               ; preds = %42, %12
  %82 = phi i32 [ 2, %12 ], [ 0, %42 ], !dbg !68
  ret i32 %82, !dbg !191
}

; Function Attrs: nofree nounwind
declare !dbg !192 noundef i32 @printf(ptr nocapture noundef readonly, ...) local_unnamed_addr #1

; Function Attrs: mustprogress nofree nounwind willreturn allockind("alloc,uninitialized") allocsize(0) memory(inaccessiblemem: readwrite)
declare !dbg !197 noalias noundef ptr @malloc(i64 noundef) local_unnamed_addr #2

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: write)
declare void @llvm.memset.p0.i64(ptr nocapture writeonly, i8, i64, i1 immarg) #3

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias nocapture writeonly, ptr noalias nocapture readonly, i64, i1 immarg) #4

; Function Attrs: nofree nosync nounwind memory(argmem: readwrite) uwtable
define internal fastcc double @smooth(ptr noundef %0, i32 noundef %1, i32 noundef %2, i32 noundef %3) unnamed_addr #5 !dbg !203 {
    #dbg_value(ptr %0, !207, !DIExpression(), !218)
    #dbg_value(i32 %1, !208, !DIExpression(), !218)
    #dbg_value(i32 %2, !209, !DIExpression(), !218)
    #dbg_value(i32 %3, !210, !DIExpression(), !218)
  %5 = sub nsw i32 %2, %1, !dbg !219
  %6 = icmp slt i32 %5, 4, !dbg !220
  %7 = icmp eq i32 %3, 0
  %8 = or i1 %6, %7, !dbg !221
  br i1 %8, label %9, label %33, !dbg !221

9:                                                ; preds = %4
    #dbg_value(double 0.000000e+00, !211, !DIExpression(), !222)
    #dbg_value(i32 %1, !214, !DIExpression(), !223)
  %10 = icmp slt i32 %1, %2, !dbg !224
  br i1 %10, label %11, label %31, !dbg !226

11:                                               ; preds = %9
  %12 = sext i32 %1 to i64, !dbg !226
  %13 = sext i32 %2 to i64, !dbg !224
  br label %14, !dbg !226

14:                                               ; preds = %11, %14
  %15 = phi i64 [ %12, %11 ], [ %29, %14 ]
  %16 = phi double [ 0.000000e+00, %11 ], [ %28, %14 ]
    #dbg_value(double %16, !211, !DIExpression(), !222)
    #dbg_value(i64 %15, !214, !DIExpression(), !223)
  %17 = getelementptr inbounds %struct.Cell, ptr %0, i64 %15, !dbg !227
  %18 = getelementptr inbounds i8, ptr %17, i64 8, !dbg !229
  %19 = load double, ptr %18, align 8, !dbg !229, !tbaa !124
  %20 = getelementptr inbounds i8, ptr %17, i64 4, !dbg !230
  %21 = load float, ptr %20, align 4, !dbg !230, !tbaa !119
  %22 = fpext float %21 to double, !dbg !231
  %23 = fmul double %22, 2.500000e-01, !dbg !232
  %24 = tail call double @llvm.fmuladd.f64(double %19, double 5.000000e-01, double %23), !dbg !233
  store double %24, ptr %18, align 8, !dbg !234, !tbaa !124
  %25 = getelementptr inbounds i8, ptr %17, i64 2, !dbg !235
  %26 = load i16, ptr %25, align 2, !dbg !235, !tbaa !133
  %27 = add i16 %26, 1, !dbg !236
  store i16 %27, ptr %25, align 2, !dbg !237, !tbaa !133
  %28 = fadd double %16, %24, !dbg !238
    #dbg_value(double %28, !211, !DIExpression(), !222)
  %29 = add nsw i64 %15, 1, !dbg !239
    #dbg_value(i64 %29, !214, !DIExpression(), !223)
  %30 = icmp eq i64 %29, %13, !dbg !224
  br i1 %30, label %31, label %14, !dbg !226, !llvm.loop !240

31:                                               ; preds = %9, %14, %33
  %32 = phi double [ %39, %33 ], [ 0.000000e+00, %9 ], [ %28, %14 ]
  ret double %32, !dbg !242

33:                                               ; preds = %4
  %34 = add nuw nsw i32 %2, %1, !dbg !243
  %35 = lshr i32 %34, 1, !dbg !244
    #dbg_value(i32 %35, !216, !DIExpression(), !218)
  %36 = add nsw i32 %3, -1, !dbg !245
  %37 = tail call fastcc double @smooth(ptr noundef %0, i32 noundef %1, i32 noundef %35, i32 noundef %36), !dbg !246
    #dbg_value(double %37, !217, !DIExpression(), !218)
  %38 = tail call fastcc double @smooth(ptr noundef %0, i32 noundef %35, i32 noundef %2, i32 noundef %36), !dbg !247
  %39 = fadd double %37, %38, !dbg !248
  br label %31, !dbg !242
}

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memmove.p0.p0.i64(ptr nocapture writeonly, ptr nocapture readonly, i64, i1 immarg) #4

; Function Attrs: mustprogress nocallback nofree nosync nounwind speculatable willreturn memory(none)
declare double @llvm.fmuladd.f64(double, double, double) #6

; Function Attrs: mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !249 void @free(ptr allocptr nocapture noundef) local_unnamed_addr #7

; Function Attrs: mustprogress nofree nounwind willreturn
declare !dbg !252 i64 @strtol(ptr noundef readonly, ptr nocapture noundef, i32 noundef) local_unnamed_addr #8

; Function Attrs: nofree nounwind
declare noundef i32 @puts(ptr nocapture noundef readonly) local_unnamed_addr #9

attributes #0 = { nounwind uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { nofree nounwind "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #2 = { mustprogress nofree nounwind willreturn allockind("alloc,uninitialized") allocsize(0) memory(inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #3 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: write) }
attributes #4 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite) }
attributes #5 = { nofree nosync nounwind memory(argmem: readwrite) uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #6 = { mustprogress nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #7 = { mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #8 = { mustprogress nofree nounwind willreturn "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #9 = { nofree nounwind }
attributes #10 = { nounwind }
attributes #11 = { nounwind allocsize(0) }

!llvm.dbg.cu = !{!7}
!llvm.module.flags = !{!28, !29, !30, !31, !32, !33, !34}
!llvm.ident = !{!35}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(scope: null, file: !2, line: 66, type: !3, isLocal: true, isDefinition: true)
!2 = !DIFile(filename: "sparse_grid.c", directory: ".", checksumkind: CSK_MD5, checksum: "26cdc8f249c25f4bd9cbd6b4ac269e70")
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
!22 = !{!23, !0}
!23 = !DIGlobalVariableExpression(var: !24, expr: !DIExpression())
!24 = distinct !DIGlobalVariable(scope: null, file: !2, line: 45, type: !25, isLocal: true, isDefinition: true)
!25 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 320, elements: !26)
!26 = !{!27}
!27 = !DISubrange(count: 40)
!28 = !{i32 7, !"Dwarf Version", i32 5}
!29 = !{i32 2, !"Debug Info Version", i32 3}
!30 = !{i32 1, !"wchar_size", i32 4}
!31 = !{i32 8, !"PIC Level", i32 2}
!32 = !{i32 7, !"PIE Level", i32 2}
!33 = !{i32 7, !"uwtable", i32 2}
!34 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!35 = !{!"Debian clang version 19.1.7 (3~deb12u1)"}
!36 = distinct !DISubprogram(name: "main", scope: !2, file: !2, line: 42, type: !37, scopeLine: 42, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !39)
!37 = !DISubroutineType(types: !38)
!38 = !{!15, !15, !16}
!39 = !{!40, !41, !42, !43, !53, !54, !56, !61, !62, !64}
!40 = !DILocalVariable(name: "argc", arg: 1, scope: !36, file: !2, line: 42, type: !15)
!41 = !DILocalVariable(name: "argv", arg: 2, scope: !36, file: !2, line: 42, type: !16)
!42 = !DILocalVariable(name: "n", scope: !36, file: !2, line: 43, type: !15)
!43 = !DILocalVariable(name: "cells", scope: !36, file: !2, line: 48, type: !44)
!44 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !45, size: 64)
!45 = !DIDerivedType(tag: DW_TAG_typedef, name: "Cell", file: !2, line: 12, baseType: !46)
!46 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !2, line: 7, size: 128, elements: !47)
!47 = !{!48, !49, !50, !51}
!48 = !DIDerivedType(tag: DW_TAG_member, name: "kind", scope: !46, file: !2, line: 8, baseType: !9, size: 8)
!49 = !DIDerivedType(tag: DW_TAG_member, name: "level", scope: !46, file: !2, line: 9, baseType: !19, size: 16, offset: 16)
!50 = !DIDerivedType(tag: DW_TAG_member, name: "weight", scope: !46, file: !2, line: 10, baseType: !14, size: 32, offset: 32)
!51 = !DIDerivedType(tag: DW_TAG_member, name: "value", scope: !46, file: !2, line: 11, baseType: !52, size: 64, offset: 64)
!52 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!53 = !DILocalVariable(name: "saved", scope: !36, file: !2, line: 48, type: !44)
!54 = !DILocalVariable(name: "i", scope: !55, file: !2, line: 50, type: !15)
!55 = distinct !DILexicalBlock(scope: !36, file: !2, line: 50, column: 5)
!56 = !DILocalVariable(name: "check", scope: !36, file: !2, line: 55, type: !57)
!57 = !DIDerivedType(tag: DW_TAG_typedef, name: "uint32_t", file: !58, line: 26, baseType: !59)
!58 = !DIFile(filename: "/usr/include/x86_64-linux-gnu/bits/stdint-uintn.h", directory: "", checksumkind: CSK_MD5, checksum: "2bf2ae53c58c01b1a1b9383b5195125c")
!59 = !DIDerivedType(tag: DW_TAG_typedef, name: "__uint32_t", file: !12, line: 42, baseType: !60)
!60 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!61 = !DILocalVariable(name: "sum", scope: !36, file: !2, line: 56, type: !52)
!62 = !DILocalVariable(name: "round", scope: !63, file: !2, line: 57, type: !15)
!63 = distinct !DILexicalBlock(scope: !36, file: !2, line: 57, column: 5)
!64 = !DILocalVariable(name: "i", scope: !65, file: !2, line: 61, type: !15)
!65 = distinct !DILexicalBlock(scope: !66, file: !2, line: 61, column: 9)
!66 = distinct !DILexicalBlock(scope: !67, file: !2, line: 57, column: 45)
!67 = distinct !DILexicalBlock(scope: !63, file: !2, line: 57, column: 5)
!68 = !DILocation(line: 0, scope: !36)
!69 = !DILocation(line: 43, column: 18, scope: !36)
!70 = !DILocation(line: 43, column: 13, scope: !36)
!71 = !DILocation(line: 43, column: 29, scope: !36)
!72 = !{!73, !73, i64 0}
!73 = !{!"any pointer", !74, i64 0}
!74 = !{!"omnipotent char", !75, i64 0}
!75 = !{!"Simple C/C++ TBAA"}
!76 = !DILocalVariable(name: "__nptr", arg: 1, scope: !77, file: !78, line: 362, type: !81)
!77 = distinct !DISubprogram(name: "atoi", scope: !78, file: !78, line: 362, type: !79, scopeLine: 363, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !83)
!78 = !DIFile(filename: "/usr/include/stdlib.h", directory: "", checksumkind: CSK_MD5, checksum: "4b47dc81a92f1fe77a152c0aac236718")
!79 = !DISubroutineType(types: !80)
!80 = !{!15, !81}
!81 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !82, size: 64)
!82 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !4)
!83 = !{!76}
!84 = !DILocation(line: 0, scope: !77, inlinedAt: !85)
!85 = distinct !DILocation(line: 43, column: 24, scope: !36)
!86 = !DILocation(line: 364, column: 16, scope: !77, inlinedAt: !85)
!87 = !DILocation(line: 364, column: 10, scope: !77, inlinedAt: !85)
!88 = !DILocation(line: 44, column: 11, scope: !89)
!89 = distinct !DILexicalBlock(scope: !36, file: !2, line: 44, column: 9)
!90 = !DILocation(line: 44, column: 9, scope: !36)
!91 = !DILocation(line: 45, column: 9, scope: !92)
!92 = distinct !DILexicalBlock(scope: !89, file: !2, line: 44, column: 16)
!93 = !DILocation(line: 46, column: 9, scope: !92)
!94 = !DILocation(line: 48, column: 26, scope: !36)
!95 = !DILocation(line: 48, column: 28, scope: !36)
!96 = !DILocation(line: 48, column: 19, scope: !36)
!97 = !DILocation(line: 48, column: 54, scope: !36)
!98 = !DILocation(line: 49, column: 5, scope: !36)
!99 = !DILocation(line: 0, scope: !55)
!100 = !DILocation(line: 50, column: 23, scope: !101)
!101 = distinct !DILexicalBlock(scope: !55, file: !2, line: 50, column: 5)
!102 = !DILocation(line: 50, column: 5, scope: !55)
!103 = !DILocation(line: 0, scope: !63)
!104 = !DILocation(line: 57, column: 5, scope: !63)
!105 = !DILocation(line: 51, column: 25, scope: !106)
!106 = distinct !DILexicalBlock(scope: !101, file: !2, line: 50, column: 33)
!107 = !DILocation(line: 51, column: 9, scope: !106)
!108 = !DILocation(line: 51, column: 23, scope: !106)
!109 = !{!110, !74, i64 0}
!110 = !{!"", !74, i64 0, !111, i64 2, !112, i64 4, !113, i64 8}
!111 = !{!"short", !74, i64 0}
!112 = !{!"float", !74, i64 0}
!113 = !{!"double", !74, i64 0}
!114 = !DILocation(line: 52, column: 37, scope: !106)
!115 = !DILocation(line: 52, column: 27, scope: !106)
!116 = !DILocation(line: 52, column: 43, scope: !106)
!117 = !DILocation(line: 52, column: 18, scope: !106)
!118 = !DILocation(line: 52, column: 25, scope: !106)
!119 = !{!110, !112, i64 4}
!120 = !DILocation(line: 53, column: 26, scope: !106)
!121 = !DILocation(line: 53, column: 28, scope: !106)
!122 = !DILocation(line: 53, column: 18, scope: !106)
!123 = !DILocation(line: 53, column: 24, scope: !106)
!124 = !{!110, !113, i64 8}
!125 = !DILocation(line: 50, column: 29, scope: !101)
!126 = distinct !{!126, !102, !127, !128, !129}
!127 = !DILocation(line: 54, column: 5, scope: !55)
!128 = !{!"llvm.loop.mustprogress"}
!129 = !{!"llvm.loop.unroll.disable"}
!130 = !DILocation(line: 66, column: 64, scope: !36)
!131 = !DILocation(line: 66, column: 56, scope: !36)
!132 = !DILocation(line: 66, column: 69, scope: !36)
!133 = !{!110, !111, i64 2}
!134 = !DILocation(line: 66, column: 5, scope: !36)
!135 = !DILocation(line: 67, column: 5, scope: !36)
!136 = !DILocation(line: 68, column: 5, scope: !36)
!137 = !DILocation(line: 58, column: 9, scope: !66)
!138 = !DILocation(line: 59, column: 15, scope: !66)
!139 = !DILocation(line: 60, column: 9, scope: !66)
!140 = !DILocation(line: 0, scope: !65)
!141 = !DILocation(line: 61, column: 9, scope: !65)
!142 = !DILocation(line: 57, column: 41, scope: !67)
!143 = !DILocation(line: 57, column: 31, scope: !67)
!144 = distinct !{!144, !104, !145, !128, !129}
!145 = !DILocation(line: 65, column: 5, scope: !63)
!146 = !DILocation(line: 62, column: 17, scope: !147)
!147 = distinct !DILexicalBlock(scope: !148, file: !2, line: 62, column: 17)
!148 = distinct !DILexicalBlock(scope: !149, file: !2, line: 61, column: 37)
!149 = distinct !DILexicalBlock(scope: !65, file: !2, line: 61, column: 9)
!150 = !DILocation(line: 62, column: 26, scope: !147)
!151 = !DILocation(line: 62, column: 31, scope: !147)
!152 = !DILocation(line: 62, column: 17, scope: !148)
!153 = !DILocation(line: 62, column: 70, scope: !147)
!154 = !DILocation(line: 62, column: 45, scope: !147)
!155 = !DILocation(line: 62, column: 51, scope: !147)
!156 = !DILocation(line: 62, column: 36, scope: !147)
!157 = !DILocation(line: 63, column: 27, scope: !148)
!158 = !DILocation(line: 63, column: 48, scope: !148)
!159 = !DILocalVariable(name: "value", arg: 1, scope: !160, file: !2, line: 20, type: !52)
!160 = distinct !DISubprogram(name: "mix", scope: !2, file: !2, line: 20, type: !161, scopeLine: 20, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !163)
!161 = !DISubroutineType(types: !162)
!162 = !{!57, !52}
!163 = !{!159, !164}
!164 = !DILocalVariable(name: "bits", scope: !160, file: !2, line: 21, type: !165)
!165 = !DIDerivedType(tag: DW_TAG_typedef, name: "Bits", file: !2, line: 18, baseType: !166)
!166 = distinct !DICompositeType(tag: DW_TAG_union_type, file: !2, line: 14, size: 64, elements: !167)
!167 = !{!168, !169, !173}
!168 = !DIDerivedType(tag: DW_TAG_member, name: "whole", scope: !166, file: !2, line: 15, baseType: !52, size: 64)
!169 = !DIDerivedType(tag: DW_TAG_member, name: "half", scope: !166, file: !2, line: 16, baseType: !170, size: 64)
!170 = !DICompositeType(tag: DW_TAG_array_type, baseType: !57, size: 64, elements: !171)
!171 = !{!172}
!172 = !DISubrange(count: 2)
!173 = !DIDerivedType(tag: DW_TAG_member, name: "byte", scope: !166, file: !2, line: 17, baseType: !174, size: 64)
!174 = !DICompositeType(tag: DW_TAG_array_type, baseType: !175, size: 64, elements: !178)
!175 = !DIDerivedType(tag: DW_TAG_typedef, name: "uint8_t", file: !58, line: 24, baseType: !176)
!176 = !DIDerivedType(tag: DW_TAG_typedef, name: "__uint8_t", file: !12, line: 38, baseType: !177)
!177 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!178 = !{!179}
!179 = !DISubrange(count: 8)
!180 = !DILocation(line: 0, scope: !160, inlinedAt: !181)
!181 = distinct !DILocation(line: 63, column: 35, scope: !148)
!182 = !DILocation(line: 24, column: 12, scope: !160, inlinedAt: !181)
!183 = !DILocation(line: 24, column: 28, scope: !160, inlinedAt: !181)
!184 = !DILocation(line: 24, column: 41, scope: !160, inlinedAt: !181)
!185 = !DILocation(line: 24, column: 25, scope: !160, inlinedAt: !181)
!186 = !DILocation(line: 63, column: 33, scope: !148)
!187 = !DILocation(line: 61, column: 33, scope: !149)
!188 = !DILocation(line: 61, column: 27, scope: !149)
!189 = distinct !{!189, !141, !190, !128, !129}
!190 = !DILocation(line: 64, column: 9, scope: !65)
!191 = !DILocation(line: 70, column: 1, scope: !36)
!192 = !DISubprogram(name: "printf", scope: !193, file: !193, line: 356, type: !194, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!193 = !DIFile(filename: "/usr/include/stdio.h", directory: "", checksumkind: CSK_MD5, checksum: "b5a90985555f47bfb88eff5a8f0f5b72")
!194 = !DISubroutineType(types: !195)
!195 = !{!15, !196, null}
!196 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !81)
!197 = !DISubprogram(name: "malloc", scope: !78, file: !78, line: 553, type: !198, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!198 = !DISubroutineType(types: !199)
!199 = !{!18, !200}
!200 = !DIDerivedType(tag: DW_TAG_typedef, name: "size_t", file: !201, line: 18, baseType: !202)
!201 = !DIFile(filename: "/usr/lib/llvm-19/lib/clang/19/include/__stddef_size_t.h", directory: "", checksumkind: CSK_MD5, checksum: "2c44e821a2b1951cde2eb0fb2e656867")
!202 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!203 = distinct !DISubprogram(name: "smooth", scope: !2, file: !2, line: 27, type: !204, scopeLine: 27, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !7, retainedNodes: !206)
!204 = !DISubroutineType(types: !205)
!205 = !{!52, !44, !15, !15, !15}
!206 = !{!207, !208, !209, !210, !211, !214, !216, !217}
!207 = !DILocalVariable(name: "cells", arg: 1, scope: !203, file: !2, line: 27, type: !44)
!208 = !DILocalVariable(name: "first", arg: 2, scope: !203, file: !2, line: 27, type: !15)
!209 = !DILocalVariable(name: "last", arg: 3, scope: !203, file: !2, line: 27, type: !15)
!210 = !DILocalVariable(name: "depth", arg: 4, scope: !203, file: !2, line: 27, type: !15)
!211 = !DILocalVariable(name: "sum", scope: !212, file: !2, line: 29, type: !52)
!212 = distinct !DILexicalBlock(scope: !213, file: !2, line: 28, column: 41)
!213 = distinct !DILexicalBlock(scope: !203, file: !2, line: 28, column: 9)
!214 = !DILocalVariable(name: "i", scope: !215, file: !2, line: 30, type: !15)
!215 = distinct !DILexicalBlock(scope: !212, file: !2, line: 30, column: 9)
!216 = !DILocalVariable(name: "middle", scope: !203, file: !2, line: 37, type: !15)
!217 = !DILocalVariable(name: "left", scope: !203, file: !2, line: 38, type: !52)
!218 = !DILocation(line: 0, scope: !203)
!219 = !DILocation(line: 28, column: 14, scope: !213)
!220 = !DILocation(line: 28, column: 22, scope: !213)
!221 = !DILocation(line: 28, column: 26, scope: !213)
!222 = !DILocation(line: 0, scope: !212)
!223 = !DILocation(line: 0, scope: !215)
!224 = !DILocation(line: 30, column: 31, scope: !225)
!225 = distinct !DILexicalBlock(scope: !215, file: !2, line: 30, column: 9)
!226 = !DILocation(line: 30, column: 9, scope: !215)
!227 = !DILocation(line: 31, column: 36, scope: !228)
!228 = distinct !DILexicalBlock(scope: !225, file: !2, line: 30, column: 44)
!229 = !DILocation(line: 31, column: 45, scope: !228)
!230 = !DILocation(line: 31, column: 69, scope: !228)
!231 = !DILocation(line: 31, column: 60, scope: !228)
!232 = !DILocation(line: 31, column: 58, scope: !228)
!233 = !DILocation(line: 31, column: 51, scope: !228)
!234 = !DILocation(line: 31, column: 28, scope: !228)
!235 = !DILocation(line: 32, column: 49, scope: !228)
!236 = !DILocation(line: 32, column: 55, scope: !228)
!237 = !DILocation(line: 32, column: 28, scope: !228)
!238 = !DILocation(line: 33, column: 17, scope: !228)
!239 = !DILocation(line: 30, column: 40, scope: !225)
!240 = distinct !{!240, !226, !241, !128, !129}
!241 = !DILocation(line: 34, column: 9, scope: !215)
!242 = !DILocation(line: 40, column: 1, scope: !203)
!243 = !DILocation(line: 37, column: 25, scope: !203)
!244 = !DILocation(line: 37, column: 33, scope: !203)
!245 = !DILocation(line: 38, column: 54, scope: !203)
!246 = !DILocation(line: 38, column: 19, scope: !203)
!247 = !DILocation(line: 39, column: 19, scope: !203)
!248 = !DILocation(line: 39, column: 17, scope: !203)
!249 = !DISubprogram(name: "free", scope: !78, file: !78, line: 568, type: !250, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!250 = !DISubroutineType(types: !251)
!251 = !{null, !18}
!252 = !DISubprogram(name: "strtol", scope: !78, file: !78, line: 177, type: !253, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!253 = !DISubroutineType(types: !254)
!254 = !{!255, !196, !256, !15}
!255 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!256 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !16)
