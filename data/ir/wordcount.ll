; ModuleID = 'wordcount.c'
source_filename = "wordcount.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.Entry = type { [12 x i8], i32 }

@.str = private unnamed_addr constant [55 x i8] c"%d different words of %ld, most often '%s' (%d times)\0A\00", align 1, !dbg !0
@state = internal unnamed_addr global i32 12345, align 4, !dbg !7

; Function Attrs: nounwind uwtable
define dso_local noundef i32 @main(i32 noundef %0, ptr nocapture noundef readonly %1) local_unnamed_addr #0 !dbg !26 {
  %3 = alloca [12 x i8], align 1, !DIAssignID !62
    #dbg_assign(i1 undef, !47, !DIExpression(), !62, ptr %3, !DIExpression(), !63)
    #dbg_value(i32 %0, !30, !DIExpression(), !64)
    #dbg_value(ptr %1, !31, !DIExpression(), !64)
  %4 = icmp sgt i32 %0, 1, !dbg !65
  br i1 %4, label %5, label %10, !dbg !66

5:                                                ; preds = %2
  %6 = getelementptr inbounds i8, ptr %1, i64 8, !dbg !67
  %7 = load ptr, ptr %6, align 8, !dbg !67, !tbaa !68
    #dbg_value(ptr %7, !72, !DIExpression(), !80)
  %8 = tail call i64 @strtol(ptr nocapture noundef nonnull %7, ptr noundef null, i32 noundef 10) #12, !dbg !82
  %9 = trunc i64 %8 to i32, !dbg !83
  br label %10, !dbg !66

10:                                               ; preds = %2, %5
  %11 = phi i32 [ %9, %5 ], [ 4000, %2 ], !dbg !66
    #dbg_value(i32 %11, !32, !DIExpression(), !64)
    #dbg_value(i32 16, !33, !DIExpression(), !64)
    #dbg_value(i32 0, !34, !DIExpression(), !64)
  %12 = tail call noalias dereferenceable_or_null(256) ptr @calloc(i64 noundef 16, i64 noundef 16) #13, !dbg !84
    #dbg_value(ptr %12, !35, !DIExpression(), !64)
    #dbg_value(i32 0, !45, !DIExpression(), !85)
    #dbg_value(i32 0, !34, !DIExpression(), !64)
    #dbg_value(i32 16, !33, !DIExpression(), !64)
  %13 = icmp sgt i32 %11, 0, !dbg !86
  br i1 %13, label %20, label %14, !dbg !87

14:                                               ; preds = %147, %10
  %15 = phi i32 [ 16, %10 ], [ %96, %147 ], !dbg !64
  %16 = phi ptr [ %12, %10 ], [ %97, %147 ], !dbg !64
    #dbg_value(i32 0, !56, !DIExpression(), !88)
    #dbg_value(i32 0, !55, !DIExpression(), !64)
    #dbg_value(ptr null, !54, !DIExpression(), !64)
  %17 = icmp sgt i32 %15, 0, !dbg !89
  br i1 %17, label %18, label %154, !dbg !91

18:                                               ; preds = %14
  %19 = zext nneg i32 %15 to i64, !dbg !89
  br label %161, !dbg !91

20:                                               ; preds = %10, %147
  %21 = phi i32 [ %152, %147 ], [ 0, %10 ]
  %22 = phi ptr [ %97, %147 ], [ %12, %10 ]
  %23 = phi i32 [ %149, %147 ], [ 0, %10 ]
  %24 = phi i32 [ %96, %147 ], [ 16, %10 ]
    #dbg_value(i32 %21, !45, !DIExpression(), !85)
    #dbg_value(ptr %22, !35, !DIExpression(), !64)
    #dbg_value(i32 %23, !34, !DIExpression(), !64)
    #dbg_value(i32 %24, !33, !DIExpression(), !64)
  call void @llvm.lifetime.start.p0(i64 12, ptr nonnull %3) #12, !dbg !92
  %25 = load i32, ptr @state, align 4, !dbg !93, !tbaa !98
  %26 = mul i32 %25, 1664525, !dbg !100
  %27 = add i32 %26, 1013904223, !dbg !101
  store i32 %27, ptr @state, align 4, !dbg !102, !tbaa !98
  %28 = lshr i32 %27, 8, !dbg !103
  %29 = urem i32 %28, 3, !dbg !104
    #dbg_value(i32 %36, !50, !DIExpression(), !63)
    #dbg_value(i32 0, !51, !DIExpression(), !105)
    #dbg_value(i32 0, !51, !DIExpression(), !105)
  %30 = add nuw nsw i32 %28, 1, !dbg !106
  %31 = udiv i32 %27, 768, !dbg !106
  %32 = mul nsw i32 %31, -3, !dbg !106
  %33 = add nsw i32 %32, %30, !dbg !106
  %34 = zext i32 %33 to i64, !dbg !107
  br label %41, !dbg !106

35:                                               ; preds = %41
  %36 = add nuw nsw i32 %29, 1, !dbg !109
  store i32 %45, ptr @state, align 4, !dbg !110, !tbaa !98
  %37 = zext nneg i32 %36 to i64, !dbg !112
  %38 = getelementptr inbounds [12 x i8], ptr %3, i64 0, i64 %37, !dbg !112
  store i8 0, ptr %38, align 1, !dbg !113, !tbaa !114
  %39 = shl nsw i32 %23, 1, !dbg !115
  %40 = icmp slt i32 %39, %24, !dbg !117
  br i1 %40, label %95, label %53, !dbg !118

41:                                               ; preds = %20, %41
  %42 = phi i64 [ 0, %20 ], [ %51, %41 ]
  %43 = phi i32 [ %27, %20 ], [ %45, %41 ]
    #dbg_value(i64 %42, !51, !DIExpression(), !105)
  %44 = mul i32 %43, 1664525, !dbg !119
  %45 = add i32 %44, 1013904223, !dbg !120
  %46 = lshr i32 %45, 8, !dbg !121
  %47 = urem i32 %46, 12, !dbg !122
  %48 = trunc nuw nsw i32 %47 to i8, !dbg !123
  %49 = add nuw nsw i8 %48, 97, !dbg !123
  %50 = getelementptr inbounds [12 x i8], ptr %3, i64 0, i64 %42, !dbg !124
  store i8 %49, ptr %50, align 1, !dbg !125, !tbaa !114
  %51 = add nuw nsw i64 %42, 1, !dbg !126
    #dbg_value(i64 %51, !51, !DIExpression(), !105)
  %52 = icmp eq i64 %51, %34, !dbg !107
  br i1 %52, label %35, label %41, !dbg !106, !llvm.loop !127

53:                                               ; preds = %35
    #dbg_value(ptr %22, !131, !DIExpression(), !143)
    #dbg_value(i32 %24, !136, !DIExpression(), !143)
  %54 = shl i32 %24, 1, !dbg !146
  %55 = sext i32 %54 to i64, !dbg !147
  %56 = tail call noalias ptr @calloc(i64 noundef %55, i64 noundef 16) #13, !dbg !148
    #dbg_value(ptr %56, !137, !DIExpression(), !143)
    #dbg_value(i32 0, !138, !DIExpression(), !149)
  %57 = icmp sgt i32 %24, 0, !dbg !150
  br i1 %57, label %58, label %94, !dbg !151

58:                                               ; preds = %53
  %59 = zext nneg i32 %24 to i64, !dbg !150
  br label %60, !dbg !151

60:                                               ; preds = %91, %58
  %61 = phi i64 [ 0, %58 ], [ %92, %91 ]
    #dbg_value(i64 %61, !138, !DIExpression(), !149)
  %62 = getelementptr inbounds %struct.Entry, ptr %22, i64 %61, !dbg !152
  %63 = getelementptr inbounds i8, ptr %62, i64 12, !dbg !154
  %64 = load i32, ptr %63, align 4, !dbg !154, !tbaa !155
  %65 = icmp eq i32 %64, 0, !dbg !152
  br i1 %65, label %91, label %66, !dbg !157

66:                                               ; preds = %60
    #dbg_value(ptr %62, !158, !DIExpression(), !164)
    #dbg_value(i32 -2128831035, !163, !DIExpression(), !164)
  %67 = load i8, ptr %62, align 1, !dbg !166, !tbaa !114
  %68 = icmp eq i8 %67, 0, !dbg !167
  br i1 %68, label %79, label %69, !dbg !167

69:                                               ; preds = %66, %69
  %70 = phi i8 [ %77, %69 ], [ %67, %66 ]
  %71 = phi i32 [ %76, %69 ], [ -2128831035, %66 ]
  %72 = phi ptr [ %73, %69 ], [ %62, %66 ]
    #dbg_value(i32 %71, !163, !DIExpression(), !164)
    #dbg_value(ptr %72, !158, !DIExpression(), !164)
  %73 = getelementptr inbounds i8, ptr %72, i64 1, !dbg !168
    #dbg_value(ptr %73, !158, !DIExpression(), !164)
  %74 = zext i8 %70 to i32, !dbg !169
  %75 = xor i32 %71, %74, !dbg !170
  %76 = mul i32 %75, 16777619, !dbg !171
    #dbg_value(i32 %76, !163, !DIExpression(), !164)
  %77 = load i8, ptr %73, align 1, !dbg !166, !tbaa !114
  %78 = icmp eq i8 %77, 0, !dbg !167
  br i1 %78, label %79, label %69, !dbg !167, !llvm.loop !172

79:                                               ; preds = %69, %66
  %80 = phi i32 [ -2128831035, %66 ], [ %76, %69 ]
  br label %81, !dbg !174

81:                                               ; preds = %79, %81
  %82 = phi i32 [ %89, %81 ], [ %80, %79 ]
  %83 = urem i32 %82, %54, !dbg !175
    #dbg_value(i32 %83, !140, !DIExpression(), !175)
  %84 = zext nneg i32 %83 to i64, !dbg !176
  %85 = getelementptr inbounds %struct.Entry, ptr %56, i64 %84, !dbg !176
  %86 = getelementptr inbounds i8, ptr %85, i64 12, !dbg !177
  %87 = load i32, ptr %86, align 4, !dbg !177, !tbaa !155
  %88 = icmp eq i32 %87, 0, !dbg !174
  %89 = add nuw i32 %83, 1, !dbg !178
    #dbg_value(i32 poison, !140, !DIExpression(), !175)
  br i1 %88, label %90, label %81, !dbg !174, !llvm.loop !179

90:                                               ; preds = %81
  tail call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 4 dereferenceable(16) %85, ptr noundef nonnull align 4 dereferenceable(16) %62, i64 16, i1 false), !dbg !181
  br label %91, !dbg !182

91:                                               ; preds = %90, %60
  %92 = add nuw nsw i64 %61, 1, !dbg !183
    #dbg_value(i64 %92, !138, !DIExpression(), !149)
  %93 = icmp eq i64 %92, %59, !dbg !150
  br i1 %93, label %94, label %60, !dbg !151, !llvm.loop !184

94:                                               ; preds = %91, %53
  tail call void @free(ptr noundef %22) #12, !dbg !186
    #dbg_value(ptr %56, !35, !DIExpression(), !64)
    #dbg_value(i32 %54, !33, !DIExpression(), !64)
  br label %95, !dbg !187

95:                                               ; preds = %94, %35
  %96 = phi i32 [ %54, %94 ], [ %24, %35 ], !dbg !64
  %97 = phi ptr [ %56, %94 ], [ %22, %35 ], !dbg !64
    #dbg_value(ptr %97, !35, !DIExpression(), !64)
    #dbg_value(i32 %96, !33, !DIExpression(), !64)
    #dbg_value(ptr %3, !158, !DIExpression(), !188)
    #dbg_value(i32 -2128831035, !163, !DIExpression(), !188)
  %98 = load i8, ptr %3, align 1, !dbg !190, !tbaa !114
  %99 = icmp eq i8 %98, 0, !dbg !191
  br i1 %99, label %110, label %100, !dbg !191

100:                                              ; preds = %95, %100
  %101 = phi i8 [ %108, %100 ], [ %98, %95 ]
  %102 = phi i32 [ %107, %100 ], [ -2128831035, %95 ]
  %103 = phi ptr [ %104, %100 ], [ %3, %95 ]
    #dbg_value(i32 %102, !163, !DIExpression(), !188)
    #dbg_value(ptr %103, !158, !DIExpression(), !188)
  %104 = getelementptr inbounds i8, ptr %103, i64 1, !dbg !192
    #dbg_value(ptr %104, !158, !DIExpression(), !188)
  %105 = zext i8 %101 to i32, !dbg !193
  %106 = xor i32 %102, %105, !dbg !194
  %107 = mul i32 %106, 16777619, !dbg !195
    #dbg_value(i32 %107, !163, !DIExpression(), !188)
  %108 = load i8, ptr %104, align 1, !dbg !190, !tbaa !114
  %109 = icmp eq i8 %108, 0, !dbg !191
  br i1 %109, label %110, label %100, !dbg !191, !llvm.loop !196

110:                                              ; preds = %100, %95
  %111 = phi i32 [ -2128831035, %95 ], [ %107, %100 ], !dbg !188
    #dbg_value(i32 poison, !53, !DIExpression(), !63)
  %112 = urem i32 %111, %96, !dbg !63
  %113 = freeze i32 %112, !dbg !198
  %114 = zext i32 %113 to i64, !dbg !199
  %115 = getelementptr inbounds %struct.Entry, ptr %97, i64 %114, !dbg !199
  %116 = getelementptr inbounds i8, ptr %115, i64 12, !dbg !200
  %117 = load i32, ptr %116, align 4, !dbg !200, !tbaa !155
  %118 = icmp eq i32 %117, 0, !dbg !199
  br i1 %118, label %139, label %119, !dbg !198

119:                                              ; preds = %110
  %120 = call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %115, ptr noundef nonnull dereferenceable(1) %3) #14, !dbg !201
  %121 = icmp eq i32 %120, 0, !dbg !198
  br i1 %121, label %135, label %122, !dbg !202

122:                                              ; preds = %119, %132
  %123 = phi i32 [ %126, %132 ], [ %113, %119 ]
  %124 = add i32 %123, 1, !dbg !203
  %125 = icmp eq i32 %124, %96, !dbg !63
  %126 = select i1 %125, i32 0, i32 %124, !dbg !63
    #dbg_value(i32 %126, !53, !DIExpression(), !63)
  %127 = zext i32 %126 to i64, !dbg !199
  %128 = getelementptr inbounds %struct.Entry, ptr %97, i64 %127, !dbg !199
  %129 = getelementptr inbounds i8, ptr %128, i64 12, !dbg !200
  %130 = load i32, ptr %129, align 4, !dbg !200, !tbaa !155
  %131 = icmp eq i32 %130, 0, !dbg !199
  br i1 %131, label %139, label %132, !dbg !198, !llvm.loop !204

132:                                              ; preds = %122
  %133 = call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %128, ptr noundef nonnull dereferenceable(1) %3) #14, !dbg !201
  %134 = icmp eq i32 %133, 0, !dbg !198
    #dbg_value(i32 poison, !53, !DIExpression(), !63)
  br i1 %134, label %135, label %122, !dbg !202, !llvm.loop !204

135:                                              ; preds = %132, %119
  %136 = phi i1 [ %118, %119 ], [ %131, %132 ]
  %137 = phi ptr [ %115, %119 ], [ %128, %132 ]
  %138 = getelementptr inbounds i8, ptr %137, i64 12
  br i1 %136, label %142, label %147, !dbg !206

139:                                              ; preds = %122, %110
  %140 = phi ptr [ %115, %110 ], [ %128, %122 ]
  %141 = getelementptr inbounds i8, ptr %140, i64 12
  br label %142, !dbg !207

142:                                              ; preds = %139, %135
  %143 = phi ptr [ %140, %139 ], [ %137, %135 ]
  %144 = phi ptr [ %141, %139 ], [ %138, %135 ]
  %145 = call ptr @strcpy(ptr noundef nonnull dereferenceable(1) %143, ptr noundef nonnull dereferenceable(1) %3) #12, !dbg !207
  %146 = add nsw i32 %23, 1, !dbg !210
    #dbg_value(i32 %146, !34, !DIExpression(), !64)
  br label %147, !dbg !211

147:                                              ; preds = %142, %135
  %148 = phi ptr [ %138, %135 ], [ %144, %142 ]
  %149 = phi i32 [ %23, %135 ], [ %146, %142 ], !dbg !64
    #dbg_value(i32 %149, !34, !DIExpression(), !64)
  %150 = load i32, ptr %148, align 4, !dbg !212, !tbaa !155
  %151 = add nsw i32 %150, 1, !dbg !212
  store i32 %151, ptr %148, align 4, !dbg !212, !tbaa !155
  call void @llvm.lifetime.end.p0(i64 12, ptr nonnull %3) #12, !dbg !213
  %152 = add nuw nsw i32 %21, 1, !dbg !214
    #dbg_value(i32 %152, !45, !DIExpression(), !85)
    #dbg_value(ptr %97, !35, !DIExpression(), !64)
    #dbg_value(i32 %96, !33, !DIExpression(), !64)
  %153 = icmp eq i32 %152, %11, !dbg !86
  br i1 %153, label %14, label %20, !dbg !87, !llvm.loop !215

154:                                              ; preds = %176, %14
  %155 = phi ptr [ null, %14 ], [ %177, %176 ], !dbg !64
  %156 = phi i32 [ 0, %14 ], [ %178, %176 ], !dbg !64
  %157 = sext i32 %156 to i64, !dbg !217
  tail call void @qsort(ptr noundef %155, i64 noundef %157, i64 noundef 16, ptr noundef nonnull @by_count) #12, !dbg !218
    #dbg_value(i64 0, !58, !DIExpression(), !64)
    #dbg_value(i32 0, !60, !DIExpression(), !219)
  %158 = icmp sgt i32 %156, 0, !dbg !220
  br i1 %158, label %159, label %181, !dbg !222

159:                                              ; preds = %154
  %160 = zext nneg i32 %156 to i64, !dbg !220
  br label %186, !dbg !222

161:                                              ; preds = %18, %176
  %162 = phi i64 [ 0, %18 ], [ %179, %176 ]
  %163 = phi i32 [ 0, %18 ], [ %178, %176 ]
  %164 = phi ptr [ null, %18 ], [ %177, %176 ]
    #dbg_value(i64 %162, !56, !DIExpression(), !88)
    #dbg_value(i32 %163, !55, !DIExpression(), !64)
    #dbg_value(ptr %164, !54, !DIExpression(), !64)
  %165 = getelementptr inbounds %struct.Entry, ptr %16, i64 %162, !dbg !223
  %166 = getelementptr inbounds i8, ptr %165, i64 12, !dbg !226
  %167 = load i32, ptr %166, align 4, !dbg !226, !tbaa !155
  %168 = icmp eq i32 %167, 0, !dbg !223
  br i1 %168, label %176, label %169, !dbg !227

169:                                              ; preds = %161
  %170 = add nsw i32 %163, 1, !dbg !228
  %171 = sext i32 %170 to i64, !dbg !229
  %172 = shl nsw i64 %171, 4, !dbg !230
  %173 = tail call ptr @realloc(ptr noundef %164, i64 noundef %172) #15, !dbg !231
    #dbg_value(ptr %173, !54, !DIExpression(), !64)
    #dbg_value(i32 %170, !55, !DIExpression(), !64)
  %174 = sext i32 %163 to i64, !dbg !232
  %175 = getelementptr inbounds %struct.Entry, ptr %173, i64 %174, !dbg !232
  tail call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 4 dereferenceable(16) %175, ptr noundef nonnull align 4 dereferenceable(16) %165, i64 16, i1 false), !dbg !233, !tbaa.struct !234
  br label %176, !dbg !235

176:                                              ; preds = %161, %169
  %177 = phi ptr [ %173, %169 ], [ %164, %161 ], !dbg !64
  %178 = phi i32 [ %170, %169 ], [ %163, %161 ], !dbg !64
    #dbg_value(i32 %178, !55, !DIExpression(), !64)
    #dbg_value(ptr %177, !54, !DIExpression(), !64)
  %179 = add nuw nsw i64 %162, 1, !dbg !236
    #dbg_value(i64 %179, !56, !DIExpression(), !88)
  %180 = icmp eq i64 %179, %19, !dbg !89
  br i1 %180, label %154, label %161, !dbg !91, !llvm.loop !237

181:                                              ; preds = %186, %154
  %182 = phi i64 [ 0, %154 ], [ %192, %186 ], !dbg !64
  %183 = getelementptr inbounds i8, ptr %155, i64 12, !dbg !239
  %184 = load i32, ptr %183, align 4, !dbg !239, !tbaa !155
  %185 = tail call i32 (ptr, ...) @printf(ptr noundef nonnull dereferenceable(1) @.str, i32 noundef %156, i64 noundef %182, ptr noundef %155, i32 noundef %184), !dbg !240
  tail call void @free(ptr noundef %155) #12, !dbg !241
  tail call void @free(ptr noundef %16) #12, !dbg !242
  ret i32 0, !dbg !243

186:                                              ; preds = %159, %186
  %187 = phi i64 [ 0, %159 ], [ %193, %186 ]
  %188 = phi i64 [ 0, %159 ], [ %192, %186 ]
    #dbg_value(i64 %187, !60, !DIExpression(), !219)
    #dbg_value(i64 %188, !58, !DIExpression(), !64)
  %189 = getelementptr inbounds %struct.Entry, ptr %155, i64 %187, i32 1, !dbg !244
  %190 = load i32, ptr %189, align 4, !dbg !244, !tbaa !155
  %191 = sext i32 %190 to i64, !dbg !245
  %192 = add nsw i64 %188, %191, !dbg !246
    #dbg_value(i64 %192, !58, !DIExpression(), !64)
  %193 = add nuw nsw i64 %187, 1, !dbg !247
    #dbg_value(i64 %193, !60, !DIExpression(), !219)
  %194 = icmp eq i64 %193, %160, !dbg !220
  br i1 %194, label %181, label %186, !dbg !222, !llvm.loop !248
}

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.start.p0(i64 immarg, ptr nocapture) #1

; Function Attrs: mustprogress nofree nounwind willreturn allockind("alloc,zeroed") allocsize(0,1) memory(inaccessiblemem: readwrite)
declare !dbg !250 noalias noundef ptr @calloc(i64 noundef, i64 noundef) local_unnamed_addr #2

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.end.p0(i64 immarg, ptr nocapture) #1

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: read)
declare !dbg !256 i32 @strcmp(ptr nocapture noundef, ptr nocapture noundef) local_unnamed_addr #3

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: readwrite)
declare !dbg !260 ptr @strcpy(ptr noalias noundef returned writeonly, ptr noalias nocapture noundef readonly) local_unnamed_addr #4

; Function Attrs: mustprogress nounwind willreturn allockind("realloc") allocsize(1) memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !265 noalias noundef ptr @realloc(ptr allocptr nocapture noundef, i64 noundef) local_unnamed_addr #5

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias nocapture writeonly, ptr noalias nocapture readonly, i64, i1 immarg) #6

; Function Attrs: nofree
declare !dbg !268 void @qsort(ptr noundef, i64 noundef, i64 noundef, ptr nocapture noundef) local_unnamed_addr #7

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: read) uwtable
define internal i32 @by_count(ptr nocapture noundef readonly %0, ptr nocapture noundef readonly %1) #8 !dbg !277 {
    #dbg_value(ptr %0, !279, !DIExpression(), !285)
    #dbg_value(ptr %1, !280, !DIExpression(), !285)
    #dbg_value(ptr %0, !281, !DIExpression(), !285)
    #dbg_value(ptr %1, !284, !DIExpression(), !285)
  %3 = getelementptr inbounds i8, ptr %0, i64 12, !dbg !286
  %4 = load i32, ptr %3, align 4, !dbg !286, !tbaa !155
  %5 = getelementptr inbounds i8, ptr %1, i64 12, !dbg !288
  %6 = load i32, ptr %5, align 4, !dbg !288, !tbaa !155
  %7 = icmp eq i32 %4, %6, !dbg !289
  br i1 %7, label %10, label %8, !dbg !290

8:                                                ; preds = %2
  %9 = sub nsw i32 %6, %4, !dbg !291
  br label %12, !dbg !292

10:                                               ; preds = %2
  %11 = tail call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %0, ptr noundef nonnull dereferenceable(1) %1) #14, !dbg !293
  br label %12, !dbg !294

12:                                               ; preds = %10, %8
  %13 = phi i32 [ %9, %8 ], [ %11, %10 ], !dbg !285
  ret i32 %13, !dbg !295
}

; Function Attrs: nofree nounwind
declare !dbg !296 noundef i32 @printf(ptr nocapture noundef readonly, ...) local_unnamed_addr #9

; Function Attrs: mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !300 void @free(ptr allocptr nocapture noundef) local_unnamed_addr #10

; Function Attrs: mustprogress nofree nounwind willreturn
declare !dbg !303 i64 @strtol(ptr noundef readonly, ptr nocapture noundef, i32 noundef) local_unnamed_addr #11

attributes #0 = { nounwind uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #2 = { mustprogress nofree nounwind willreturn allockind("alloc,zeroed") allocsize(0,1) memory(inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #3 = { mustprogress nofree nounwind willreturn memory(argmem: read) "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #4 = { mustprogress nofree nounwind willreturn memory(argmem: readwrite) "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #5 = { mustprogress nounwind willreturn allockind("realloc") allocsize(1) memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #6 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite) }
attributes #7 = { nofree "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #8 = { mustprogress nofree nounwind willreturn memory(argmem: read) uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #9 = { nofree nounwind "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #10 = { mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #11 = { mustprogress nofree nounwind willreturn "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #12 = { nounwind }
attributes #13 = { nounwind allocsize(0,1) }
attributes #14 = { nounwind willreturn memory(read) }
attributes #15 = { nounwind allocsize(1) }

!llvm.dbg.cu = !{!9}
!llvm.module.flags = !{!18, !19, !20, !21, !22, !23, !24}
!llvm.ident = !{!25}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(scope: null, file: !2, line: 73, type: !3, isLocal: true, isDefinition: true)
!2 = !DIFile(filename: "wordcount.c", directory: ".", checksumkind: CSK_MD5, checksum: "1fe2c74c67ed7fe3ea2fa77c1e997b58")
!3 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 440, elements: !5)
!4 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!5 = !{!6}
!6 = !DISubrange(count: 55)
!7 = !DIGlobalVariableExpression(var: !8, expr: !DIExpression())
!8 = distinct !DIGlobalVariable(name: "state", scope: !9, file: !2, line: 11, type: !17, isLocal: true, isDefinition: true)
!9 = distinct !DICompileUnit(language: DW_LANG_C11, file: !2, producer: "Debian clang version 19.1.7 (3~deb12u1)", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !10, globals: !16, splitDebugInlining: false, nameTableKind: None)
!10 = !{!11, !12, !14, !15}
!11 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!12 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !13, size: 64)
!13 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !4, size: 64)
!14 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: null, size: 64)
!15 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!16 = !{!0, !7}
!17 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!18 = !{i32 7, !"Dwarf Version", i32 5}
!19 = !{i32 2, !"Debug Info Version", i32 3}
!20 = !{i32 1, !"wchar_size", i32 4}
!21 = !{i32 8, !"PIC Level", i32 2}
!22 = !{i32 7, !"PIE Level", i32 2}
!23 = !{i32 7, !"uwtable", i32 2}
!24 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!25 = !{!"Debian clang version 19.1.7 (3~deb12u1)"}
!26 = distinct !DISubprogram(name: "main", scope: !2, file: !2, line: 42, type: !27, scopeLine: 42, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !29)
!27 = !DISubroutineType(types: !28)
!28 = !{!11, !11, !12}
!29 = !{!30, !31, !32, !33, !34, !35, !45, !47, !50, !51, !53, !54, !55, !56, !58, !60}
!30 = !DILocalVariable(name: "argc", arg: 1, scope: !26, file: !2, line: 42, type: !11)
!31 = !DILocalVariable(name: "argv", arg: 2, scope: !26, file: !2, line: 42, type: !12)
!32 = !DILocalVariable(name: "words", scope: !26, file: !2, line: 43, type: !11)
!33 = !DILocalVariable(name: "capacity", scope: !26, file: !2, line: 44, type: !11)
!34 = !DILocalVariable(name: "used", scope: !26, file: !2, line: 44, type: !11)
!35 = !DILocalVariable(name: "table", scope: !26, file: !2, line: 45, type: !36)
!36 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !37, size: 64)
!37 = !DIDerivedType(tag: DW_TAG_typedef, name: "Entry", file: !2, line: 9, baseType: !38)
!38 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !2, line: 6, size: 128, elements: !39)
!39 = !{!40, !44}
!40 = !DIDerivedType(tag: DW_TAG_member, name: "word", scope: !38, file: !2, line: 7, baseType: !41, size: 96)
!41 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 96, elements: !42)
!42 = !{!43}
!43 = !DISubrange(count: 12)
!44 = !DIDerivedType(tag: DW_TAG_member, name: "count", scope: !38, file: !2, line: 8, baseType: !11, size: 32, offset: 96)
!45 = !DILocalVariable(name: "w", scope: !46, file: !2, line: 46, type: !11)
!46 = distinct !DILexicalBlock(scope: !26, file: !2, line: 46, column: 5)
!47 = !DILocalVariable(name: "word", scope: !48, file: !2, line: 47, type: !41)
!48 = distinct !DILexicalBlock(scope: !49, file: !2, line: 46, column: 37)
!49 = distinct !DILexicalBlock(scope: !46, file: !2, line: 46, column: 5)
!50 = !DILocalVariable(name: "length", scope: !48, file: !2, line: 48, type: !11)
!51 = !DILocalVariable(name: "i", scope: !52, file: !2, line: 49, type: !11)
!52 = distinct !DILexicalBlock(scope: !48, file: !2, line: 49, column: 9)
!53 = !DILocalVariable(name: "at", scope: !48, file: !2, line: 55, type: !17)
!54 = !DILocalVariable(name: "sorted", scope: !26, file: !2, line: 63, type: !36)
!55 = !DILocalVariable(name: "n", scope: !26, file: !2, line: 64, type: !11)
!56 = !DILocalVariable(name: "i", scope: !57, file: !2, line: 65, type: !11)
!57 = distinct !DILexicalBlock(scope: !26, file: !2, line: 65, column: 5)
!58 = !DILocalVariable(name: "total", scope: !26, file: !2, line: 71, type: !59)
!59 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!60 = !DILocalVariable(name: "i", scope: !61, file: !2, line: 72, type: !11)
!61 = distinct !DILexicalBlock(scope: !26, file: !2, line: 72, column: 5)
!62 = distinct !DIAssignID()
!63 = !DILocation(line: 0, scope: !48)
!64 = !DILocation(line: 0, scope: !26)
!65 = !DILocation(line: 43, column: 22, scope: !26)
!66 = !DILocation(line: 43, column: 17, scope: !26)
!67 = !DILocation(line: 43, column: 33, scope: !26)
!68 = !{!69, !69, i64 0}
!69 = !{!"any pointer", !70, i64 0}
!70 = !{!"omnipotent char", !71, i64 0}
!71 = !{!"Simple C/C++ TBAA"}
!72 = !DILocalVariable(name: "__nptr", arg: 1, scope: !73, file: !74, line: 362, type: !77)
!73 = distinct !DISubprogram(name: "atoi", scope: !74, file: !74, line: 362, type: !75, scopeLine: 363, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !79)
!74 = !DIFile(filename: "/usr/include/stdlib.h", directory: "", checksumkind: CSK_MD5, checksum: "4b47dc81a92f1fe77a152c0aac236718")
!75 = !DISubroutineType(types: !76)
!76 = !{!11, !77}
!77 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !78, size: 64)
!78 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !4)
!79 = !{!72}
!80 = !DILocation(line: 0, scope: !73, inlinedAt: !81)
!81 = distinct !DILocation(line: 43, column: 28, scope: !26)
!82 = !DILocation(line: 364, column: 16, scope: !73, inlinedAt: !81)
!83 = !DILocation(line: 364, column: 10, scope: !73, inlinedAt: !81)
!84 = !DILocation(line: 45, column: 20, scope: !26)
!85 = !DILocation(line: 0, scope: !46)
!86 = !DILocation(line: 46, column: 23, scope: !49)
!87 = !DILocation(line: 46, column: 5, scope: !46)
!88 = !DILocation(line: 0, scope: !57)
!89 = !DILocation(line: 65, column: 23, scope: !90)
!90 = distinct !DILexicalBlock(scope: !57, file: !2, line: 65, column: 5)
!91 = !DILocation(line: 65, column: 5, scope: !57)
!92 = !DILocation(line: 47, column: 9, scope: !48)
!93 = !DILocation(line: 14, column: 13, scope: !94, inlinedAt: !97)
!94 = distinct !DISubprogram(name: "next_random", scope: !2, file: !2, line: 13, type: !95, scopeLine: 13, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9)
!95 = !DISubroutineType(types: !96)
!96 = !{!17}
!97 = distinct !DILocation(line: 48, column: 26, scope: !48)
!98 = !{!99, !99, i64 0}
!99 = !{!"int", !70, i64 0}
!100 = !DILocation(line: 14, column: 19, scope: !94, inlinedAt: !97)
!101 = !DILocation(line: 14, column: 30, scope: !94, inlinedAt: !97)
!102 = !DILocation(line: 14, column: 11, scope: !94, inlinedAt: !97)
!103 = !DILocation(line: 15, column: 18, scope: !94, inlinedAt: !97)
!104 = !DILocation(line: 48, column: 40, scope: !48)
!105 = !DILocation(line: 0, scope: !52)
!106 = !DILocation(line: 49, column: 9, scope: !52)
!107 = !DILocation(line: 49, column: 27, scope: !108)
!108 = distinct !DILexicalBlock(scope: !52, file: !2, line: 49, column: 9)
!109 = !DILocation(line: 48, column: 24, scope: !48)
!110 = !DILocation(line: 14, scope: !94, inlinedAt: !111)
!111 = distinct !DILocation(line: 49, column: 58, scope: !108)
!112 = !DILocation(line: 50, column: 9, scope: !48)
!113 = !DILocation(line: 50, column: 22, scope: !48)
!114 = !{!70, !70, i64 0}
!115 = !DILocation(line: 51, column: 15, scope: !116)
!116 = distinct !DILexicalBlock(scope: !48, file: !2, line: 51, column: 13)
!117 = !DILocation(line: 51, column: 22, scope: !116)
!118 = !DILocation(line: 51, column: 13, scope: !48)
!119 = !DILocation(line: 14, column: 19, scope: !94, inlinedAt: !111)
!120 = !DILocation(line: 14, column: 30, scope: !94, inlinedAt: !111)
!121 = !DILocation(line: 15, column: 18, scope: !94, inlinedAt: !111)
!122 = !DILocation(line: 49, column: 72, scope: !108)
!123 = !DILocation(line: 49, column: 52, scope: !108)
!124 = !DILocation(line: 49, column: 42, scope: !108)
!125 = !DILocation(line: 49, column: 50, scope: !108)
!126 = !DILocation(line: 49, column: 38, scope: !108)
!127 = distinct !{!127, !106, !128, !129, !130}
!128 = !DILocation(line: 49, column: 74, scope: !52)
!129 = !{!"llvm.loop.mustprogress"}
!130 = !{!"llvm.loop.unroll.disable"}
!131 = !DILocalVariable(name: "old", arg: 1, scope: !132, file: !2, line: 30, type: !36)
!132 = distinct !DISubprogram(name: "grow", scope: !2, file: !2, line: 30, type: !133, scopeLine: 30, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !135)
!133 = !DISubroutineType(types: !134)
!134 = !{!36, !36, !11}
!135 = !{!131, !136, !137, !138, !140}
!136 = !DILocalVariable(name: "capacity", arg: 2, scope: !132, file: !2, line: 30, type: !11)
!137 = !DILocalVariable(name: "table", scope: !132, file: !2, line: 31, type: !36)
!138 = !DILocalVariable(name: "i", scope: !139, file: !2, line: 32, type: !11)
!139 = distinct !DILexicalBlock(scope: !132, file: !2, line: 32, column: 5)
!140 = !DILocalVariable(name: "at", scope: !141, file: !2, line: 34, type: !17)
!141 = distinct !DILexicalBlock(scope: !142, file: !2, line: 32, column: 40)
!142 = distinct !DILexicalBlock(scope: !139, file: !2, line: 32, column: 5)
!143 = !DILocation(line: 0, scope: !132, inlinedAt: !144)
!144 = distinct !DILocation(line: 52, column: 21, scope: !145)
!145 = distinct !DILexicalBlock(scope: !116, file: !2, line: 51, column: 35)
!146 = !DILocation(line: 31, column: 29, scope: !132, inlinedAt: !144)
!147 = !DILocation(line: 31, column: 27, scope: !132, inlinedAt: !144)
!148 = !DILocation(line: 31, column: 20, scope: !132, inlinedAt: !144)
!149 = !DILocation(line: 0, scope: !139, inlinedAt: !144)
!150 = !DILocation(line: 32, column: 23, scope: !142, inlinedAt: !144)
!151 = !DILocation(line: 32, column: 5, scope: !139, inlinedAt: !144)
!152 = !DILocation(line: 33, column: 14, scope: !153, inlinedAt: !144)
!153 = distinct !DILexicalBlock(scope: !141, file: !2, line: 33, column: 13)
!154 = !DILocation(line: 33, column: 21, scope: !153, inlinedAt: !144)
!155 = !{!156, !99, i64 12}
!156 = !{!"", !70, i64 0, !99, i64 12}
!157 = !DILocation(line: 33, column: 13, scope: !141, inlinedAt: !144)
!158 = !DILocalVariable(name: "word", arg: 1, scope: !159, file: !2, line: 18, type: !77)
!159 = distinct !DISubprogram(name: "hash", scope: !2, file: !2, line: 18, type: !160, scopeLine: 18, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !162)
!160 = !DISubroutineType(types: !161)
!161 = !{!17, !77}
!162 = !{!158, !163}
!163 = !DILocalVariable(name: "h", scope: !159, file: !2, line: 19, type: !17)
!164 = !DILocation(line: 0, scope: !159, inlinedAt: !165)
!165 = distinct !DILocation(line: 34, column: 23, scope: !141, inlinedAt: !144)
!166 = !DILocation(line: 20, column: 12, scope: !159, inlinedAt: !165)
!167 = !DILocation(line: 20, column: 5, scope: !159, inlinedAt: !165)
!168 = !DILocation(line: 20, column: 48, scope: !159, inlinedAt: !165)
!169 = !DILocation(line: 20, column: 28, scope: !159, inlinedAt: !165)
!170 = !DILocation(line: 20, column: 26, scope: !159, inlinedAt: !165)
!171 = !DILocation(line: 20, column: 52, scope: !159, inlinedAt: !165)
!172 = distinct !{!172, !167, !173, !129, !130}
!173 = !DILocation(line: 20, column: 54, scope: !159, inlinedAt: !165)
!174 = !DILocation(line: 35, column: 9, scope: !141, inlinedAt: !144)
!175 = !DILocation(line: 0, scope: !141, inlinedAt: !144)
!176 = !DILocation(line: 35, column: 16, scope: !141, inlinedAt: !144)
!177 = !DILocation(line: 35, column: 26, scope: !141, inlinedAt: !144)
!178 = !DILocation(line: 35, column: 42, scope: !141, inlinedAt: !144)
!179 = distinct !{!179, !174, !180, !129, !130}
!180 = !DILocation(line: 35, column: 62, scope: !141, inlinedAt: !144)
!181 = !DILocation(line: 36, column: 9, scope: !141, inlinedAt: !144)
!182 = !DILocation(line: 37, column: 5, scope: !141, inlinedAt: !144)
!183 = !DILocation(line: 32, column: 36, scope: !142, inlinedAt: !144)
!184 = distinct !{!184, !151, !185, !129, !130}
!185 = !DILocation(line: 37, column: 5, scope: !139, inlinedAt: !144)
!186 = !DILocation(line: 38, column: 5, scope: !132, inlinedAt: !144)
!187 = !DILocation(line: 54, column: 9, scope: !145)
!188 = !DILocation(line: 0, scope: !159, inlinedAt: !189)
!189 = distinct !DILocation(line: 55, column: 23, scope: !48)
!190 = !DILocation(line: 20, column: 12, scope: !159, inlinedAt: !189)
!191 = !DILocation(line: 20, column: 5, scope: !159, inlinedAt: !189)
!192 = !DILocation(line: 20, column: 48, scope: !159, inlinedAt: !189)
!193 = !DILocation(line: 20, column: 28, scope: !159, inlinedAt: !189)
!194 = !DILocation(line: 20, column: 26, scope: !159, inlinedAt: !189)
!195 = !DILocation(line: 20, column: 52, scope: !159, inlinedAt: !189)
!196 = distinct !{!196, !191, !197, !129, !130}
!197 = !DILocation(line: 20, column: 54, scope: !159, inlinedAt: !189)
!198 = !DILocation(line: 56, column: 32, scope: !48)
!199 = !DILocation(line: 56, column: 16, scope: !48)
!200 = !DILocation(line: 56, column: 26, scope: !48)
!201 = !DILocation(line: 56, column: 35, scope: !48)
!202 = !DILocation(line: 56, column: 9, scope: !48)
!203 = !DILocation(line: 56, column: 74, scope: !48)
!204 = distinct !{!204, !202, !205, !129, !130}
!205 = !DILocation(line: 56, column: 81, scope: !48)
!206 = !DILocation(line: 57, column: 13, scope: !48)
!207 = !DILocation(line: 58, column: 13, scope: !208)
!208 = distinct !DILexicalBlock(scope: !209, file: !2, line: 57, column: 31)
!209 = distinct !DILexicalBlock(scope: !48, file: !2, line: 57, column: 13)
!210 = !DILocation(line: 59, column: 17, scope: !208)
!211 = !DILocation(line: 60, column: 9, scope: !208)
!212 = !DILocation(line: 61, column: 24, scope: !48)
!213 = !DILocation(line: 62, column: 5, scope: !49)
!214 = !DILocation(line: 46, column: 33, scope: !49)
!215 = distinct !{!215, !87, !216, !129, !130}
!216 = !DILocation(line: 62, column: 5, scope: !46)
!217 = !DILocation(line: 70, column: 19, scope: !26)
!218 = !DILocation(line: 70, column: 5, scope: !26)
!219 = !DILocation(line: 0, scope: !61)
!220 = !DILocation(line: 72, column: 23, scope: !221)
!221 = distinct !DILexicalBlock(scope: !61, file: !2, line: 72, column: 5)
!222 = !DILocation(line: 72, column: 5, scope: !61)
!223 = !DILocation(line: 66, column: 14, scope: !224)
!224 = distinct !DILexicalBlock(scope: !225, file: !2, line: 66, column: 13)
!225 = distinct !DILexicalBlock(scope: !90, file: !2, line: 65, column: 40)
!226 = !DILocation(line: 66, column: 23, scope: !224)
!227 = !DILocation(line: 66, column: 13, scope: !225)
!228 = !DILocation(line: 67, column: 37, scope: !225)
!229 = !DILocation(line: 67, column: 34, scope: !225)
!230 = !DILocation(line: 67, column: 42, scope: !225)
!231 = !DILocation(line: 67, column: 18, scope: !225)
!232 = !DILocation(line: 68, column: 9, scope: !225)
!233 = !DILocation(line: 68, column: 23, scope: !225)
!234 = !{i64 0, i64 12, !114, i64 12, i64 4, !98}
!235 = !DILocation(line: 69, column: 5, scope: !225)
!236 = !DILocation(line: 65, column: 36, scope: !90)
!237 = distinct !{!237, !91, !238, !129, !130}
!238 = !DILocation(line: 69, column: 5, scope: !57)
!239 = !DILocation(line: 73, column: 107, scope: !26)
!240 = !DILocation(line: 73, column: 5, scope: !26)
!241 = !DILocation(line: 74, column: 5, scope: !26)
!242 = !DILocation(line: 75, column: 5, scope: !26)
!243 = !DILocation(line: 77, column: 1, scope: !26)
!244 = !DILocation(line: 72, column: 52, scope: !221)
!245 = !DILocation(line: 72, column: 42, scope: !221)
!246 = !DILocation(line: 72, column: 39, scope: !221)
!247 = !DILocation(line: 72, column: 29, scope: !221)
!248 = distinct !{!248, !222, !249, !129, !130}
!249 = !DILocation(line: 72, column: 52, scope: !61)
!250 = !DISubprogram(name: "calloc", scope: !74, file: !74, line: 556, type: !251, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!251 = !DISubroutineType(types: !252)
!252 = !{!14, !253, !253}
!253 = !DIDerivedType(tag: DW_TAG_typedef, name: "size_t", file: !254, line: 18, baseType: !255)
!254 = !DIFile(filename: "/usr/lib/llvm-19/lib/clang/19/include/__stddef_size_t.h", directory: "", checksumkind: CSK_MD5, checksum: "2c44e821a2b1951cde2eb0fb2e656867")
!255 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!256 = !DISubprogram(name: "strcmp", scope: !257, file: !257, line: 156, type: !258, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!257 = !DIFile(filename: "/usr/include/string.h", directory: "", checksumkind: CSK_MD5, checksum: "0ee11a08692643b86154f96759d0f7fa")
!258 = !DISubroutineType(types: !259)
!259 = !{!11, !77, !77}
!260 = !DISubprogram(name: "strcpy", scope: !257, file: !257, line: 141, type: !261, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!261 = !DISubroutineType(types: !262)
!262 = !{!13, !263, !264}
!263 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !13)
!264 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !77)
!265 = !DISubprogram(name: "realloc", scope: !74, file: !74, line: 564, type: !266, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!266 = !DISubroutineType(types: !267)
!267 = !{!14, !14, !253}
!268 = !DISubprogram(name: "qsort", scope: !74, file: !74, line: 851, type: !269, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!269 = !DISubroutineType(types: !270)
!270 = !{null, !14, !253, !253, !271}
!271 = !DIDerivedType(tag: DW_TAG_typedef, name: "__compar_fn_t", file: !74, line: 829, baseType: !272)
!272 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !273, size: 64)
!273 = !DISubroutineType(types: !274)
!274 = !{!11, !275, !275}
!275 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !276, size: 64)
!276 = !DIDerivedType(tag: DW_TAG_const_type, baseType: null)
!277 = distinct !DISubprogram(name: "by_count", scope: !2, file: !2, line: 24, type: !273, scopeLine: 24, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !278)
!278 = !{!279, !280, !281, !284}
!279 = !DILocalVariable(name: "a", arg: 1, scope: !277, file: !2, line: 24, type: !275)
!280 = !DILocalVariable(name: "b", arg: 2, scope: !277, file: !2, line: 24, type: !275)
!281 = !DILocalVariable(name: "x", scope: !277, file: !2, line: 25, type: !282)
!282 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !283, size: 64)
!283 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !37)
!284 = !DILocalVariable(name: "y", scope: !277, file: !2, line: 25, type: !282)
!285 = !DILocation(line: 0, scope: !277)
!286 = !DILocation(line: 26, column: 12, scope: !287)
!287 = distinct !DILexicalBlock(scope: !277, file: !2, line: 26, column: 9)
!288 = !DILocation(line: 26, column: 24, scope: !287)
!289 = !DILocation(line: 26, column: 18, scope: !287)
!290 = !DILocation(line: 26, column: 9, scope: !277)
!291 = !DILocation(line: 26, column: 47, scope: !287)
!292 = !DILocation(line: 26, column: 31, scope: !287)
!293 = !DILocation(line: 27, column: 12, scope: !277)
!294 = !DILocation(line: 27, column: 5, scope: !277)
!295 = !DILocation(line: 28, column: 1, scope: !277)
!296 = !DISubprogram(name: "printf", scope: !297, file: !297, line: 356, type: !298, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!297 = !DIFile(filename: "/usr/include/stdio.h", directory: "", checksumkind: CSK_MD5, checksum: "b5a90985555f47bfb88eff5a8f0f5b72")
!298 = !DISubroutineType(types: !299)
!299 = !{!11, !264, null}
!300 = !DISubprogram(name: "free", scope: !74, file: !74, line: 568, type: !301, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!301 = !DISubroutineType(types: !302)
!302 = !{null, !14}
!303 = !DISubprogram(name: "strtol", scope: !74, file: !74, line: 177, type: !304, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!304 = !DISubroutineType(types: !305)
!305 = !{!59, !264, !306, !11}
!306 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !12)
