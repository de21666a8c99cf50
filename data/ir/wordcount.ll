; ModuleID = 'wordcount.c'
source_filename = "wordcount.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"

%struct.Entry = type { [12 x i8], i32 }

@.str.1 = private unnamed_addr constant [55 x i8] c"%d different words of %ld, most often '%s' (%d times)\0A\00", align 1, !dbg !0
@state = internal unnamed_addr global i32 12345, align 4, !dbg !7
@str = private unnamed_addr constant [37 x i8] c"usage: wordcount [WORDS], at least 1\00", align 1

; Function Attrs: nounwind uwtable
define dso_local range(i32 0, 3) i32 @main(i32 noundef %0, ptr nocapture noundef readonly %1) local_unnamed_addr #0 !dbg !31 {
  %3 = alloca [12 x i8], align 1, !DIAssignID !67
    #dbg_assign(i1 undef, !52, !DIExpression(), !67, ptr %3, !DIExpression(), !68)
    #dbg_value(i32 %0, !35, !DIExpression(), !69)
    #dbg_value(ptr %1, !36, !DIExpression(), !69)
  %4 = icmp sgt i32 %0, 1, !dbg !70
  br i1 %4, label %5, label %10, !dbg !71

5:                                                ; preds = %2
  %6 = getelementptr inbounds i8, ptr %1, i64 8, !dbg !72
  %7 = load ptr, ptr %6, align 8, !dbg !72, !tbaa !73
    #dbg_value(ptr %7, !77, !DIExpression(), !85)
  %8 = tail call i64 @strtol(ptr nocapture noundef nonnull %7, ptr noundef null, i32 noundef 10) #13, !dbg !87
  %9 = trunc i64 %8 to i32, !dbg !88
  br label %10, !dbg !71

10:                                               ; preds = %2, %5
  %11 = phi i32 [ %9, %5 ], [ 4000, %2 ], !dbg !71
    #dbg_value(i32 %11, !37, !DIExpression(), !69)
  %12 = icmp slt i32 %11, 1, !dbg !89
  br i1 %12, label %13, label %15, !dbg !91

13:                                               ; preds = %10
  %14 = tail call i32 @puts(ptr nonnull dereferenceable(1) @str), !dbg !92
  br label %196, !dbg !94

15:                                               ; preds = %10
    #dbg_value(i32 16, !38, !DIExpression(), !69)
    #dbg_value(i32 0, !39, !DIExpression(), !69)
  %16 = tail call noalias dereferenceable_or_null(256) ptr @calloc(i64 noundef 16, i64 noundef 16) #14, !dbg !95
    #dbg_value(ptr %16, !40, !DIExpression(), !69)
    #dbg_value(i32 0, !50, !DIExpression(), !96)
    #dbg_value(i32 0, !39, !DIExpression(), !69)
    #dbg_value(i32 16, !38, !DIExpression(), !69)
  br label %21, !dbg !97

17:                                               ; preds = %148
    #dbg_value(i32 0, !61, !DIExpression(), !98)
    #dbg_value(i32 0, !60, !DIExpression(), !69)
    #dbg_value(ptr null, !59, !DIExpression(), !69)
  %18 = icmp sgt i32 %97, 0, !dbg !99
  br i1 %18, label %19, label %155, !dbg !101

19:                                               ; preds = %17
  %20 = zext nneg i32 %97 to i64, !dbg !99
  br label %162, !dbg !101

21:                                               ; preds = %15, %148
  %22 = phi i32 [ 0, %15 ], [ %153, %148 ]
  %23 = phi ptr [ %16, %15 ], [ %98, %148 ]
  %24 = phi i32 [ 0, %15 ], [ %150, %148 ]
  %25 = phi i32 [ 16, %15 ], [ %97, %148 ]
    #dbg_value(i32 %22, !50, !DIExpression(), !96)
    #dbg_value(ptr %23, !40, !DIExpression(), !69)
    #dbg_value(i32 %24, !39, !DIExpression(), !69)
    #dbg_value(i32 %25, !38, !DIExpression(), !69)
  call void @llvm.lifetime.start.p0(i64 12, ptr nonnull %3) #13, !dbg !102
  %26 = load i32, ptr @state, align 4, !dbg !103, !tbaa !108
  %27 = mul i32 %26, 1664525, !dbg !110
  %28 = add i32 %27, 1013904223, !dbg !111
  store i32 %28, ptr @state, align 4, !dbg !112, !tbaa !108
  %29 = lshr i32 %28, 8, !dbg !113
  %30 = urem i32 %29, 3, !dbg !114
    #dbg_value(i32 %37, !55, !DIExpression(), !68)
    #dbg_value(i32 0, !56, !DIExpression(), !115)
    #dbg_value(i32 0, !56, !DIExpression(), !115)
  %31 = add nuw nsw i32 %29, 1, !dbg !116
  %32 = udiv i32 %28, 768, !dbg !116
  %33 = mul nsw i32 %32, -3, !dbg !116
  %34 = add nsw i32 %33, %31, !dbg !116
  %35 = zext i32 %34 to i64, !dbg !117
  br label %42, !dbg !116

36:                                               ; preds = %42
  %37 = add nuw nsw i32 %30, 1, !dbg !119
  store i32 %46, ptr @state, align 4, !dbg !120, !tbaa !108
  %38 = zext nneg i32 %37 to i64, !dbg !122
  %39 = getelementptr inbounds [12 x i8], ptr %3, i64 0, i64 %38, !dbg !122
  store i8 0, ptr %39, align 1, !dbg !123, !tbaa !124
  %40 = shl nsw i32 %24, 1, !dbg !125
  %41 = icmp slt i32 %40, %25, !dbg !127
  br i1 %41, label %96, label %54, !dbg !128

42:                                               ; preds = %21, %42
  %43 = phi i64 [ 0, %21 ], [ %52, %42 ]
  %44 = phi i32 [ %28, %21 ], [ %46, %42 ]
    #dbg_value(i64 %43, !56, !DIExpression(), !115)
  %45 = mul i32 %44, 1664525, !dbg !129
  %46 = add i32 %45, 1013904223, !dbg !130
  %47 = lshr i32 %46, 8, !dbg !131
  %48 = urem i32 %47, 12, !dbg !132
  %49 = trunc nuw nsw i32 %48 to i8, !dbg !133
  %50 = add nuw nsw i8 %49, 97, !dbg !133
  %51 = getelementptr inbounds [12 x i8], ptr %3, i64 0, i64 %43, !dbg !134
  store i8 %50, ptr %51, align 1, !dbg !135, !tbaa !124
  %52 = add nuw nsw i64 %43, 1, !dbg !136
    #dbg_value(i64 %52, !56, !DIExpression(), !115)
  %53 = icmp eq i64 %52, %35, !dbg !117
  br i1 %53, label %36, label %42, !dbg !116, !llvm.loop !137

54:                                               ; preds = %36
    #dbg_value(ptr %23, !141, !DIExpression(), !153)
    #dbg_value(i32 %25, !146, !DIExpression(), !153)
  %55 = shl i32 %25, 1, !dbg !156
  %56 = sext i32 %55 to i64, !dbg !157
  %57 = tail call noalias ptr @calloc(i64 noundef %56, i64 noundef 16) #14, !dbg !158
    #dbg_value(ptr %57, !147, !DIExpression(), !153)
    #dbg_value(i32 0, !148, !DIExpression(), !159)
  %58 = icmp sgt i32 %25, 0, !dbg !160
  br i1 %58, label %59, label %95, !dbg !161

59:                                               ; preds = %54
  %60 = zext nneg i32 %25 to i64, !dbg !160
  br label %61, !dbg !161

61:                                               ; preds = %92, %59
  %62 = phi i64 [ 0, %59 ], [ %93, %92 ]
    #dbg_value(i64 %62, !148, !DIExpression(), !159)
  %63 = getelementptr inbounds %struct.Entry, ptr %23, i64 %62, !dbg !162
  %64 = getelementptr inbounds i8, ptr %63, i64 12, !dbg !164
  %65 = load i32, ptr %64, align 4, !dbg !164, !tbaa !165
  %66 = icmp eq i32 %65, 0, !dbg !162
  br i1 %66, label %92, label %67, !dbg !167

67:                                               ; preds = %61
    #dbg_value(ptr %63, !168, !DIExpression(), !174)
    #dbg_value(i32 -2128831035, !173, !DIExpression(), !174)
  %68 = load i8, ptr %63, align 1, !dbg !176, !tbaa !124
  %69 = icmp eq i8 %68, 0, !dbg !177
  br i1 %69, label %80, label %70, !dbg !177

70:                                               ; preds = %67, %70
  %71 = phi i8 [ %78, %70 ], [ %68, %67 ]
  %72 = phi i32 [ %77, %70 ], [ -2128831035, %67 ]
  %73 = phi ptr [ %74, %70 ], [ %63, %67 ]
    #dbg_value(i32 %72, !173, !DIExpression(), !174)
    #dbg_value(ptr %73, !168, !DIExpression(), !174)
  %74 = getelementptr inbounds i8, ptr %73, i64 1, !dbg !178
    #dbg_value(ptr %74, !168, !DIExpression(), !174)
  %75 = zext i8 %71 to i32, !dbg !179
  %76 = xor i32 %72, %75, !dbg !180
  %77 = mul i32 %76, 16777619, !dbg !181
    #dbg_value(i32 %77, !173, !DIExpression(), !174)
  %78 = load i8, ptr %74, align 1, !dbg !176, !tbaa !124
  %79 = icmp eq i8 %78, 0, !dbg !177
  br i1 %79, label %80, label %70, !dbg !177, !llvm.loop !182

80:                                               ; preds = %70, %67
  %81 = phi i32 [ -2128831035, %67 ], [ %77, %70 ]
  br label %82, !dbg !184

82:                                               ; preds = %80, %82
  %83 = phi i32 [ %90, %82 ], [ %81, %80 ]
  %84 = urem i32 %83, %55, !dbg !185
    #dbg_value(i32 %84, !150, !DIExpression(), !185)
  %85 = zext nneg i32 %84 to i64, !dbg !186
  %86 = getelementptr inbounds %struct.Entry, ptr %57, i64 %85, !dbg !186
  %87 = getelementptr inbounds i8, ptr %86, i64 12, !dbg !187
  %88 = load i32, ptr %87, align 4, !dbg !187, !tbaa !165
  %89 = icmp eq i32 %88, 0, !dbg !184
  %90 = add nuw i32 %84, 1, !dbg !188
    #dbg_value(i32 poison, !150, !DIExpression(), !185)
  br i1 %89, label %91, label %82, !dbg !184, !llvm.loop !189

91:                                               ; preds = %82
  tail call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 4 dereferenceable(16) %86, ptr noundef nonnull align 4 dereferenceable(16) %63, i64 16, i1 false), !dbg !191
  br label %92, !dbg !192

92:                                               ; preds = %91, %61
  %93 = add nuw nsw i64 %62, 1, !dbg !193
    #dbg_value(i64 %93, !148, !DIExpression(), !159)
  %94 = icmp eq i64 %93, %60, !dbg !160
  br i1 %94, label %95, label %61, !dbg !161, !llvm.loop !194

95:                                               ; preds = %92, %54
  tail call void @free(ptr noundef %23) #13, !dbg !196
    #dbg_value(ptr %57, !40, !DIExpression(), !69)
    #dbg_value(i32 %55, !38, !DIExpression(), !69)
  br label %96, !dbg !197

96:                                               ; preds = %95, %36
  %97 = phi i32 [ %55, %95 ], [ %25, %36 ], !dbg !69
  %98 = phi ptr [ %57, %95 ], [ %23, %36 ], !dbg !69
    #dbg_value(ptr %98, !40, !DIExpression(), !69)
    #dbg_value(i32 %97, !38, !DIExpression(), !69)
    #dbg_value(ptr %3, !168, !DIExpression(), !198)
    #dbg_value(i32 -2128831035, !173, !DIExpression(), !198)
  %99 = load i8, ptr %3, align 1, !dbg !200, !tbaa !124
  %100 = icmp eq i8 %99, 0, !dbg !201
  br i1 %100, label %111, label %101, !dbg !201

101:                                              ; preds = %96, %101
  %102 = phi i8 [ %109, %101 ], [ %99, %96 ]
  %103 = phi i32 [ %108, %101 ], [ -2128831035, %96 ]
  %104 = phi ptr [ %105, %101 ], [ %3, %96 ]
    #dbg_value(i32 %103, !173, !DIExpression(), !198)
    #dbg_value(ptr %104, !168, !DIExpression(), !198)
  %105 = getelementptr inbounds i8, ptr %104, i64 1, !dbg !202
    #dbg_value(ptr %105, !168, !DIExpression(), !198)
  %106 = zext i8 %102 to i32, !dbg !203
  %107 = xor i32 %103, %106, !dbg !204
  %108 = mul i32 %107, 16777619, !dbg !205
    #dbg_value(i32 %108, !173, !DIExpression(), !198)
  %109 = load i8, ptr %105, align 1, !dbg !200, !tbaa !124
  %110 = icmp eq i8 %109, 0, !dbg !201
  br i1 %110, label %111, label %101, !dbg !201, !llvm.loop !206

111:                                              ; preds = %101, %96
  %112 = phi i32 [ -2128831035, %96 ], [ %108, %101 ], !dbg !198
    #dbg_value(i32 poison, !58, !DIExpression(), !68)
  %113 = urem i32 %112, %97, !dbg !68
  %114 = freeze i32 %113, !dbg !208
  %115 = zext i32 %114 to i64, !dbg !209
  %116 = getelementptr inbounds %struct.Entry, ptr %98, i64 %115, !dbg !209
  %117 = getelementptr inbounds i8, ptr %116, i64 12, !dbg !210
  %118 = load i32, ptr %117, align 4, !dbg !210, !tbaa !165
  %119 = icmp eq i32 %118, 0, !dbg !209
  br i1 %119, label %140, label %120, !dbg !208

120:                                              ; preds = %111
  %121 = call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %116, ptr noundef nonnull dereferenceable(1) %3) #15, !dbg !211
  %122 = icmp eq i32 %121, 0, !dbg !208
  br i1 %122, label %136, label %123, !dbg !212

123:                                              ; preds = %120, %133
  %124 = phi i32 [ %127, %133 ], [ %114, %120 ]
  %125 = add i32 %124, 1, !dbg !213
  %126 = icmp eq i32 %125, %97, !dbg !68
  %127 = select i1 %126, i32 0, i32 %125, !dbg !68
    #dbg_value(i32 %127, !58, !DIExpression(), !68)
  %128 = zext i32 %127 to i64, !dbg !209
  %129 = getelementptr inbounds %struct.Entry, ptr %98, i64 %128, !dbg !209
  %130 = getelementptr inbounds i8, ptr %129, i64 12, !dbg !210
  %131 = load i32, ptr %130, align 4, !dbg !210, !tbaa !165
  %132 = icmp eq i32 %131, 0, !dbg !209
  br i1 %132, label %140, label %133, !dbg !208, !llvm.loop !214

133:                                              ; preds = %123
  %134 = call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %129, ptr noundef nonnull dereferenceable(1) %3) #15, !dbg !211
  %135 = icmp eq i32 %134, 0, !dbg !208
    #dbg_value(i32 poison, !58, !DIExpression(), !68)
  br i1 %135, label %136, label %123, !dbg !212, !llvm.loop !214

136:                                              ; preds = %133, %120
  %137 = phi i1 [ %119, %120 ], [ %132, %133 ]
  %138 = phi ptr [ %116, %120 ], [ %129, %133 ]
  %139 = getelementptr inbounds i8, ptr %138, i64 12
  br i1 %137, label %143, label %148, !dbg !216

140:                                              ; preds = %123, %111
  %141 = phi ptr [ %116, %111 ], [ %129, %123 ]
  %142 = getelementptr inbounds i8, ptr %141, i64 12
  br label %143, !dbg !217

143:                                              ; preds = %140, %136
  %144 = phi ptr [ %141, %140 ], [ %138, %136 ]
  %145 = phi ptr [ %142, %140 ], [ %139, %136 ]
  %146 = call ptr @strcpy(ptr noundef nonnull dereferenceable(1) %144, ptr noundef nonnull dereferenceable(1) %3) #13, !dbg !217
  %147 = add nsw i32 %24, 1, !dbg !220
    #dbg_value(i32 %147, !39, !DIExpression(), !69)
  br label %148, !dbg !221

148:                                              ; preds = %143, %136
  %149 = phi ptr [ %139, %136 ], [ %145, %143 ]
  %150 = phi i32 [ %24, %136 ], [ %147, %143 ], !dbg !69
    #dbg_value(i32 %150, !39, !DIExpression(), !69)
  %151 = load i32, ptr %149, align 4, !dbg !222, !tbaa !165
  %152 = add nsw i32 %151, 1, !dbg !222
  store i32 %152, ptr %149, align 4, !dbg !222, !tbaa !165
  call void @llvm.lifetime.end.p0(i64 12, ptr nonnull %3) #13, !dbg !223
  %153 = add nuw nsw i32 %22, 1, !dbg !224
    #dbg_value(i32 %153, !50, !DIExpression(), !96)
    #dbg_value(ptr %98, !40, !DIExpression(), !69)
    #dbg_value(i32 %97, !38, !DIExpression(), !69)
  %154 = icmp eq i32 %153, %11, !dbg !225
  br i1 %154, label %17, label %21, !dbg !97, !llvm.loop !226

155:                                              ; preds = %177, %17
  %156 = phi ptr [ null, %17 ], [ %178, %177 ], !dbg !69
  %157 = phi i32 [ 0, %17 ], [ %179, %177 ], !dbg !69
  %158 = sext i32 %157 to i64, !dbg !228
  tail call void @qsort(ptr noundef %156, i64 noundef %158, i64 noundef 16, ptr noundef nonnull @by_count) #13, !dbg !229
    #dbg_value(i64 0, !63, !DIExpression(), !69)
    #dbg_value(i32 0, !65, !DIExpression(), !230)
  %159 = icmp sgt i32 %157, 0, !dbg !231
  br i1 %159, label %160, label %182, !dbg !233

160:                                              ; preds = %155
  %161 = zext nneg i32 %157 to i64, !dbg !231
  br label %187, !dbg !233

162:                                              ; preds = %19, %177
  %163 = phi i64 [ 0, %19 ], [ %180, %177 ]
  %164 = phi i32 [ 0, %19 ], [ %179, %177 ]
  %165 = phi ptr [ null, %19 ], [ %178, %177 ]
    #dbg_value(i64 %163, !61, !DIExpression(), !98)
    #dbg_value(i32 %164, !60, !DIExpression(), !69)
    #dbg_value(ptr %165, !59, !DIExpression(), !69)
  %166 = getelementptr inbounds %struct.Entry, ptr %98, i64 %163, !dbg !234
  %167 = getelementptr inbounds i8, ptr %166, i64 12, !dbg !237
  %168 = load i32, ptr %167, align 4, !dbg !237, !tbaa !165
  %169 = icmp eq i32 %168, 0, !dbg !234
  br i1 %169, label %177, label %170, !dbg !238

170:                                              ; preds = %162
  %171 = add nsw i32 %164, 1, !dbg !239
  %172 = sext i32 %171 to i64, !dbg !240
  %173 = shl nsw i64 %172, 4, !dbg !241
  %174 = tail call ptr @realloc(ptr noundef %165, i64 noundef %173) #16, !dbg !242
    #dbg_value(ptr %174, !59, !DIExpression(), !69)
    #dbg_value(i32 %171, !60, !DIExpression(), !69)
  %175 = sext i32 %164 to i64, !dbg !243
  %176 = getelementptr inbounds %struct.Entry, ptr %174, i64 %175, !dbg !243
  tail call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 4 dereferenceable(16) %176, ptr noundef nonnull align 4 dereferenceable(16) %166, i64 16, i1 false), !dbg !244, !tbaa.struct !245
  br label %177, !dbg !246

177:                                              ; preds = %162, %170
  %178 = phi ptr [ %174, %170 ], [ %165, %162 ], !dbg !69
  %179 = phi i32 [ %171, %170 ], [ %164, %162 ], !dbg !69
    #dbg_value(i32 %179, !60, !DIExpression(), !69)
    #dbg_value(ptr %178, !59, !DIExpression(), !69)
  %180 = add nuw nsw i64 %163, 1, !dbg !247
    #dbg_value(i64 %180, !61, !DIExpression(), !98)
  %181 = icmp eq i64 %180, %20, !dbg !99
  br i1 %181, label %155, label %162, !dbg !101, !llvm.loop !248

182:                                              ; preds = %187, %155
  %183 = phi i64 [ 0, %155 ], [ %193, %187 ], !dbg !69
  %184 = getelementptr inbounds i8, ptr %156, i64 12, !dbg !250
  %185 = load i32, ptr %184, align 4, !dbg !250, !tbaa !165
  %186 = tail call i32 (ptr, ...) @printf(ptr noundef nonnull dereferenceable(1) @.str.1, i32 noundef %157, i64 noundef %183, ptr noundef %156, i32 noundef %185), !dbg !251
  tail call void @free(ptr noundef %156) #13, !dbg !252
  tail call void @free(ptr noundef %98) #13, !dbg !253
  br label %196

187:                                              ; preds = %160, %187
  %188 = phi i64 [ 0, %160 ], [ %194, %187 ]
  %189 = phi i64 [ 0, %160 ], [ %193, %187 ]
    #dbg_value(i64 %188, !65, !DIExpression(), !230)
    #dbg_value(i64 %189, !63, !DIExpression(), !69)
  %190 = getelementptr inbounds %struct.Entry, ptr %156, i64 %188, i32 1, !dbg !254
  %191 = load i32, ptr %190, align 4, !dbg !254, !tbaa !165
  %192 = sext i32 %191 to i64, !dbg !255
  %193 = add nsw i64 %189, %192, !dbg !256
    #dbg_value(i64 %193, !63, !DIExpression(), !69)
  %194 = add nuw nsw i64 %188, 1, !dbg !257
    #dbg_value(i64 %194, !65, !DIExpression(), !230)
  %195 = icmp eq i64 %194, %161, !dbg !231
  br i1 %195, label %182, label %187, !dbg !233, !llvm.loop !258

196:                                              ; preds = %182, %13
  %197 = phi i32 [ 2, %13 ], [ 0, %182 ], !dbg !69
  ret i32 %197, !dbg !260
}

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.start.p0(i64 immarg, ptr nocapture) #1

; Function Attrs: nofree nounwind
declare !dbg !261 noundef i32 @printf(ptr nocapture noundef readonly, ...) local_unnamed_addr #2

; Function Attrs: mustprogress nofree nounwind willreturn allockind("alloc,zeroed") allocsize(0,1) memory(inaccessiblemem: readwrite)
declare !dbg !266 noalias noundef ptr @calloc(i64 noundef, i64 noundef) local_unnamed_addr #3

; Function Attrs: mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite)
declare void @llvm.lifetime.end.p0(i64 immarg, ptr nocapture) #1

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: read)
declare !dbg !272 i32 @strcmp(ptr nocapture noundef, ptr nocapture noundef) local_unnamed_addr #4

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: readwrite)
declare !dbg !276 ptr @strcpy(ptr noalias noundef returned writeonly, ptr noalias nocapture noundef readonly) local_unnamed_addr #5

; Function Attrs: mustprogress nounwind willreturn allockind("realloc") allocsize(1) memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !280 noalias noundef ptr @realloc(ptr allocptr nocapture noundef, i64 noundef) local_unnamed_addr #6

; Function Attrs: mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite)
declare void @llvm.memcpy.p0.p0.i64(ptr noalias nocapture writeonly, ptr noalias nocapture readonly, i64, i1 immarg) #7

; Function Attrs: nofree
declare !dbg !283 void @qsort(ptr noundef, i64 noundef, i64 noundef, ptr nocapture noundef) local_unnamed_addr #8

; Function Attrs: mustprogress nofree nounwind willreturn memory(argmem: read) uwtable
define internal i32 @by_count(ptr nocapture noundef readonly %0, ptr nocapture noundef readonly %1) #9 !dbg !292 {
    #dbg_value(ptr %0, !294, !DIExpression(), !300)
    #dbg_value(ptr %1, !295, !DIExpression(), !300)
    #dbg_value(ptr %0, !296, !DIExpression(), !300)
    #dbg_value(ptr %1, !299, !DIExpression(), !300)
  %3 = getelementptr inbounds i8, ptr %0, i64 12, !dbg !301
  %4 = load i32, ptr %3, align 4, !dbg !301, !tbaa !165
  %5 = getelementptr inbounds i8, ptr %1, i64 12, !dbg !303
  %6 = load i32, ptr %5, align 4, !dbg !303, !tbaa !165
  %7 = icmp eq i32 %4, %6, !dbg !304
  br i1 %7, label %10, label %8, !dbg !305

8:                                                ; preds = %2
  %9 = sub nsw i32 %6, %4, !dbg !306
  br label %12, !dbg !307

10:                                               ; preds = %2
  %11 = tail call i32 @strcmp(ptr noundef nonnull dereferenceable(1) %0, ptr noundef nonnull dereferenceable(1) %1) #15, !dbg !308
  br label %12, !dbg !309

12:                                               ; preds = %10, %8
  %13 = phi i32 [ %9, %8 ], [ %11, %10 ], !dbg !300
  ret i32 %13, !dbg !310
}

; Function Attrs: mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite)
declare !dbg !311 void @free(ptr allocptr nocapture noundef) local_unnamed_addr #10

; Function Attrs: mustprogress nofree nounwind willreturn
declare !dbg !314 i64 @strtol(ptr noundef readonly, ptr nocapture noundef, i32 noundef) local_unnamed_addr #11

; Function Attrs: nofree nounwind
declare noundef i32 @puts(ptr nocapture noundef readonly) local_unnamed_addr #12

attributes #0 = { nounwind uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #1 = { mustprogress nocallback nofree nosync nounwind willreturn memory(argmem: readwrite) }
attributes #2 = { nofree nounwind "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #3 = { mustprogress nofree nounwind willreturn allockind("alloc,zeroed") allocsize(0,1) memory(inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #4 = { mustprogress nofree nounwind willreturn memory(argmem: read) "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #5 = { mustprogress nofree nounwind willreturn memory(argmem: readwrite) "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #6 = { mustprogress nounwind willreturn allockind("realloc") allocsize(1) memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #7 = { mustprogress nocallback nofree nounwind willreturn memory(argmem: readwrite) }
attributes #8 = { nofree "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #9 = { mustprogress nofree nounwind willreturn memory(argmem: read) uwtable "min-legal-vector-width"="0" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #10 = { mustprogress nounwind willreturn allockind("free") memory(argmem: readwrite, inaccessiblemem: readwrite) "alloc-family"="malloc" "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #11 = { mustprogress nofree nounwind willreturn "no-trapping-math"="true" "stack-protector-buffer-size"="8" "target-cpu"="x86-64" "target-features"="+cmov,+cx8,+fxsr,+mmx,+sse,+sse2,+x87" "tune-cpu"="generic" }
attributes #12 = { nofree nounwind }
attributes #13 = { nounwind }
attributes #14 = { nounwind allocsize(0,1) }
attributes #15 = { nounwind willreturn memory(read) }
attributes #16 = { nounwind allocsize(1) }

!llvm.dbg.cu = !{!9}
!llvm.module.flags = !{!23, !24, !25, !26, !27, !28, !29}
!llvm.ident = !{!30}

!0 = !DIGlobalVariableExpression(var: !1, expr: !DIExpression())
!1 = distinct !DIGlobalVariable(scope: null, file: !2, line: 77, type: !3, isLocal: true, isDefinition: true)
!2 = !DIFile(filename: "wordcount.c", directory: ".", checksumkind: CSK_MD5, checksum: "ef14563fb8bae962ddb91af8b25f584f")
!3 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 440, elements: !5)
!4 = !DIBasicType(name: "char", size: 8, encoding: DW_ATE_signed_char)
!5 = !{!6}
!6 = !DISubrange(count: 55)
!7 = !DIGlobalVariableExpression(var: !8, expr: !DIExpression())
!8 = distinct !DIGlobalVariable(name: "state", scope: !9, file: !2, line: 11, type: !22, isLocal: true, isDefinition: true)
!9 = distinct !DICompileUnit(language: DW_LANG_C11, file: !2, producer: "Debian clang version 19.1.7 (3~deb12u1)", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, retainedTypes: !10, globals: !16, splitDebugInlining: false, nameTableKind: None)
!10 = !{!11, !12, !14, !15}
!11 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!12 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !13, size: 64)
!13 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !4, size: 64)
!14 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: null, size: 64)
!15 = !DIBasicType(name: "unsigned char", size: 8, encoding: DW_ATE_unsigned_char)
!16 = !{!17, !0, !7}
!17 = !DIGlobalVariableExpression(var: !18, expr: !DIExpression())
!18 = distinct !DIGlobalVariable(scope: null, file: !2, line: 45, type: !19, isLocal: true, isDefinition: true)
!19 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 304, elements: !20)
!20 = !{!21}
!21 = !DISubrange(count: 38)
!22 = !DIBasicType(name: "unsigned int", size: 32, encoding: DW_ATE_unsigned)
!23 = !{i32 7, !"Dwarf Version", i32 5}
!24 = !{i32 2, !"Debug Info Version", i32 3}
!25 = !{i32 1, !"wchar_size", i32 4}
!26 = !{i32 8, !"PIC Level", i32 2}
!27 = !{i32 7, !"PIE Level", i32 2}
!28 = !{i32 7, !"uwtable", i32 2}
!29 = !{i32 7, !"debug-info-assignment-tracking", i1 true}
!30 = !{!"Debian clang version 19.1.7 (3~deb12u1)"}
!31 = distinct !DISubprogram(name: "main", scope: !2, file: !2, line: 42, type: !32, scopeLine: 42, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !34)
!32 = !DISubroutineType(types: !33)
!33 = !{!11, !11, !12}
!34 = !{!35, !36, !37, !38, !39, !40, !50, !52, !55, !56, !58, !59, !60, !61, !63, !65}
!35 = !DILocalVariable(name: "argc", arg: 1, scope: !31, file: !2, line: 42, type: !11)
!36 = !DILocalVariable(name: "argv", arg: 2, scope: !31, file: !2, line: 42, type: !12)
!37 = !DILocalVariable(name: "words", scope: !31, file: !2, line: 43, type: !11)
!38 = !DILocalVariable(name: "capacity", scope: !31, file: !2, line: 48, type: !11)
!39 = !DILocalVariable(name: "used", scope: !31, file: !2, line: 48, type: !11)
!40 = !DILocalVariable(name: "table", scope: !31, file: !2, line: 49, type: !41)
!41 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !42, size: 64)
!42 = !DIDerivedType(tag: DW_TAG_typedef, name: "Entry", file: !2, line: 9, baseType: !43)
!43 = distinct !DICompositeType(tag: DW_TAG_structure_type, file: !2, line: 6, size: 128, elements: !44)
!44 = !{!45, !49}
!45 = !DIDerivedType(tag: DW_TAG_member, name: "word", scope: !43, file: !2, line: 7, baseType: !46, size: 96)
!46 = !DICompositeType(tag: DW_TAG_array_type, baseType: !4, size: 96, elements: !47)
!47 = !{!48}
!48 = !DISubrange(count: 12)
!49 = !DIDerivedType(tag: DW_TAG_member, name: "count", scope: !43, file: !2, line: 8, baseType: !11, size: 32, offset: 96)
!50 = !DILocalVariable(name: "w", scope: !51, file: !2, line: 50, type: !11)
!51 = distinct !DILexicalBlock(scope: !31, file: !2, line: 50, column: 5)
!52 = !DILocalVariable(name: "word", scope: !53, file: !2, line: 51, type: !46)
!53 = distinct !DILexicalBlock(scope: !54, file: !2, line: 50, column: 37)
!54 = distinct !DILexicalBlock(scope: !51, file: !2, line: 50, column: 5)
!55 = !DILocalVariable(name: "length", scope: !53, file: !2, line: 52, type: !11)
!56 = !DILocalVariable(name: "i", scope: !57, file: !2, line: 53, type: !11)
!57 = distinct !DILexicalBlock(scope: !53, file: !2, line: 53, column: 9)
!58 = !DILocalVariable(name: "at", scope: !53, file: !2, line: 59, type: !22)
!59 = !DILocalVariable(name: "sorted", scope: !31, file: !2, line: 67, type: !41)
!60 = !DILocalVariable(name: "n", scope: !31, file: !2, line: 68, type: !11)
!61 = !DILocalVariable(name: "i", scope: !62, file: !2, line: 69, type: !11)
!62 = distinct !DILexicalBlock(scope: !31, file: !2, line: 69, column: 5)
!63 = !DILocalVariable(name: "total", scope: !31, file: !2, line: 75, type: !64)
!64 = !DIBasicType(name: "long", size: 64, encoding: DW_ATE_signed)
!65 = !DILocalVariable(name: "i", scope: !66, file: !2, line: 76, type: !11)
!66 = distinct !DILexicalBlock(scope: !31, file: !2, line: 76, column: 5)
!67 = distinct !DIAssignID()
!68 = !DILocation(line: 0, scope: !53)
!69 = !DILocation(line: 0, scope: !31)
!70 = !DILocation(line: 43, column: 22, scope: !31)
!71 = !DILocation(line: 43, column: 17, scope: !31)
!72 = !DILocation(line: 43, column: 33, scope: !31)
!73 = !{!74, !74, i64 0}
!74 = !{!"any pointer", !75, i64 0}
!75 = !{!"omnipotent char", !76, i64 0}
!76 = !{!"Simple C/C++ TBAA"}
!77 = !DILocalVariable(name: "__nptr", arg: 1, scope: !78, file: !79, line: 362, type: !82)
!78 = distinct !DISubprogram(name: "atoi", scope: !79, file: !79, line: 362, type: !80, scopeLine: 363, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !84)
!79 = !DIFile(filename: "/usr/include/stdlib.h", directory: "", checksumkind: CSK_MD5, checksum: "4b47dc81a92f1fe77a152c0aac236718")
!80 = !DISubroutineType(types: !81)
!81 = !{!11, !82}
!82 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !83, size: 64)
!83 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !4)
!84 = !{!77}
!85 = !DILocation(line: 0, scope: !78, inlinedAt: !86)
!86 = distinct !DILocation(line: 43, column: 28, scope: !31)
!87 = !DILocation(line: 364, column: 16, scope: !78, inlinedAt: !86)
!88 = !DILocation(line: 364, column: 10, scope: !78, inlinedAt: !86)
!89 = !DILocation(line: 44, column: 15, scope: !90)
!90 = distinct !DILexicalBlock(scope: !31, file: !2, line: 44, column: 9)
!91 = !DILocation(line: 44, column: 9, scope: !31)
!92 = !DILocation(line: 45, column: 9, scope: !93)
!93 = distinct !DILexicalBlock(scope: !90, file: !2, line: 44, column: 20)
!94 = !DILocation(line: 46, column: 9, scope: !93)
!95 = !DILocation(line: 49, column: 20, scope: !31)
!96 = !DILocation(line: 0, scope: !51)
!97 = !DILocation(line: 50, column: 5, scope: !51)
!98 = !DILocation(line: 0, scope: !62)
!99 = !DILocation(line: 69, column: 23, scope: !100)
!100 = distinct !DILexicalBlock(scope: !62, file: !2, line: 69, column: 5)
!101 = !DILocation(line: 69, column: 5, scope: !62)
!102 = !DILocation(line: 51, column: 9, scope: !53)
!103 = !DILocation(line: 14, column: 13, scope: !104, inlinedAt: !107)
!104 = distinct !DISubprogram(name: "next_random", scope: !2, file: !2, line: 13, type: !105, scopeLine: 13, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9)
!105 = !DISubroutineType(types: !106)
!106 = !{!22}
!107 = distinct !DILocation(line: 52, column: 26, scope: !53)
!108 = !{!109, !109, i64 0}
!109 = !{!"int", !75, i64 0}
!110 = !DILocation(line: 14, column: 19, scope: !104, inlinedAt: !107)
!111 = !DILocation(line: 14, column: 30, scope: !104, inlinedAt: !107)
!112 = !DILocation(line: 14, column: 11, scope: !104, inlinedAt: !107)
!113 = !DILocation(line: 15, column: 18, scope: !104, inlinedAt: !107)
!114 = !DILocation(line: 52, column: 40, scope: !53)
!115 = !DILocation(line: 0, scope: !57)
!116 = !DILocation(line: 53, column: 9, scope: !57)
!117 = !DILocation(line: 53, column: 27, scope: !118)
!118 = distinct !DILexicalBlock(scope: !57, file: !2, line: 53, column: 9)
!119 = !DILocation(line: 52, column: 24, scope: !53)
!120 = !DILocation(line: 14, scope: !104, inlinedAt: !121)
!121 = distinct !DILocation(line: 53, column: 58, scope: !118)
!122 = !DILocation(line: 54, column: 9, scope: !53)
!123 = !DILocation(line: 54, column: 22, scope: !53)
!124 = !{!75, !75, i64 0}
!125 = !DILocation(line: 55, column: 15, scope: !126)
!126 = distinct !DILexicalBlock(scope: !53, file: !2, line: 55, column: 13)
!127 = !DILocation(line: 55, column: 22, scope: !126)
!128 = !DILocation(line: 55, column: 13, scope: !53)
!129 = !DILocation(line: 14, column: 19, scope: !104, inlinedAt: !121)
!130 = !DILocation(line: 14, column: 30, scope: !104, inlinedAt: !121)
!131 = !DILocation(line: 15, column: 18, scope: !104, inlinedAt: !121)
!132 = !DILocation(line: 53, column: 72, scope: !118)
!133 = !DILocation(line: 53, column: 52, scope: !118)
!134 = !DILocation(line: 53, column: 42, scope: !118)
!135 = !DILocation(line: 53, column: 50, scope: !118)
!136 = !DILocation(line: 53, column: 38, scope: !118)
!137 = distinct !{!137, !116, !138, !139, !140}
!138 = !DILocation(line: 53, column: 74, scope: !57)
!139 = !{!"llvm.loop.mustprogress"}
!140 = !{!"llvm.loop.unroll.disable"}
!141 = !DILocalVariable(name: "old", arg: 1, scope: !142, file: !2, line: 30, type: !41)
!142 = distinct !DISubprogram(name: "grow", scope: !2, file: !2, line: 30, type: !143, scopeLine: 30, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !145)
!143 = !DISubroutineType(types: !144)
!144 = !{!41, !41, !11}
!145 = !{!141, !146, !147, !148, !150}
!146 = !DILocalVariable(name: "capacity", arg: 2, scope: !142, file: !2, line: 30, type: !11)
!147 = !DILocalVariable(name: "table", scope: !142, file: !2, line: 31, type: !41)
!148 = !DILocalVariable(name: "i", scope: !149, file: !2, line: 32, type: !11)
!149 = distinct !DILexicalBlock(scope: !142, file: !2, line: 32, column: 5)
!150 = !DILocalVariable(name: "at", scope: !151, file: !2, line: 34, type: !22)
!151 = distinct !DILexicalBlock(scope: !152, file: !2, line: 32, column: 40)
!152 = distinct !DILexicalBlock(scope: !149, file: !2, line: 32, column: 5)
!153 = !DILocation(line: 0, scope: !142, inlinedAt: !154)
!154 = distinct !DILocation(line: 56, column: 21, scope: !155)
!155 = distinct !DILexicalBlock(scope: !126, file: !2, line: 55, column: 35)
!156 = !DILocation(line: 31, column: 29, scope: !142, inlinedAt: !154)
!157 = !DILocation(line: 31, column: 27, scope: !142, inlinedAt: !154)
!158 = !DILocation(line: 31, column: 20, scope: !142, inlinedAt: !154)
!159 = !DILocation(line: 0, scope: !149, inlinedAt: !154)
!160 = !DILocation(line: 32, column: 23, scope: !152, inlinedAt: !154)
!161 = !DILocation(line: 32, column: 5, scope: !149, inlinedAt: !154)
!162 = !DILocation(line: 33, column: 14, scope: !163, inlinedAt: !154)
!163 = distinct !DILexicalBlock(scope: !151, file: !2, line: 33, column: 13)
!164 = !DILocation(line: 33, column: 21, scope: !163, inlinedAt: !154)
!165 = !{!166, !109, i64 12}
!166 = !{!"", !75, i64 0, !109, i64 12}
!167 = !DILocation(line: 33, column: 13, scope: !151, inlinedAt: !154)
!168 = !DILocalVariable(name: "word", arg: 1, scope: !169, file: !2, line: 18, type: !82)
!169 = distinct !DISubprogram(name: "hash", scope: !2, file: !2, line: 18, type: !170, scopeLine: 18, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !172)
!170 = !DISubroutineType(types: !171)
!171 = !{!22, !82}
!172 = !{!168, !173}
!173 = !DILocalVariable(name: "h", scope: !169, file: !2, line: 19, type: !22)
!174 = !DILocation(line: 0, scope: !169, inlinedAt: !175)
!175 = distinct !DILocation(line: 34, column: 23, scope: !151, inlinedAt: !154)
!176 = !DILocation(line: 20, column: 12, scope: !169, inlinedAt: !175)
!177 = !DILocation(line: 20, column: 5, scope: !169, inlinedAt: !175)
!178 = !DILocation(line: 20, column: 48, scope: !169, inlinedAt: !175)
!179 = !DILocation(line: 20, column: 28, scope: !169, inlinedAt: !175)
!180 = !DILocation(line: 20, column: 26, scope: !169, inlinedAt: !175)
!181 = !DILocation(line: 20, column: 52, scope: !169, inlinedAt: !175)
!182 = distinct !{!182, !177, !183, !139, !140}
!183 = !DILocation(line: 20, column: 54, scope: !169, inlinedAt: !175)
!184 = !DILocation(line: 35, column: 9, scope: !151, inlinedAt: !154)
!185 = !DILocation(line: 0, scope: !151, inlinedAt: !154)
!186 = !DILocation(line: 35, column: 16, scope: !151, inlinedAt: !154)
!187 = !DILocation(line: 35, column: 26, scope: !151, inlinedAt: !154)
!188 = !DILocation(line: 35, column: 42, scope: !151, inlinedAt: !154)
!189 = distinct !{!189, !184, !190, !139, !140}
!190 = !DILocation(line: 35, column: 62, scope: !151, inlinedAt: !154)
!191 = !DILocation(line: 36, column: 9, scope: !151, inlinedAt: !154)
!192 = !DILocation(line: 37, column: 5, scope: !151, inlinedAt: !154)
!193 = !DILocation(line: 32, column: 36, scope: !152, inlinedAt: !154)
!194 = distinct !{!194, !161, !195, !139, !140}
!195 = !DILocation(line: 37, column: 5, scope: !149, inlinedAt: !154)
!196 = !DILocation(line: 38, column: 5, scope: !142, inlinedAt: !154)
!197 = !DILocation(line: 58, column: 9, scope: !155)
!198 = !DILocation(line: 0, scope: !169, inlinedAt: !199)
!199 = distinct !DILocation(line: 59, column: 23, scope: !53)
!200 = !DILocation(line: 20, column: 12, scope: !169, inlinedAt: !199)
!201 = !DILocation(line: 20, column: 5, scope: !169, inlinedAt: !199)
!202 = !DILocation(line: 20, column: 48, scope: !169, inlinedAt: !199)
!203 = !DILocation(line: 20, column: 28, scope: !169, inlinedAt: !199)
!204 = !DILocation(line: 20, column: 26, scope: !169, inlinedAt: !199)
!205 = !DILocation(line: 20, column: 52, scope: !169, inlinedAt: !199)
!206 = distinct !{!206, !201, !207, !139, !140}
!207 = !DILocation(line: 20, column: 54, scope: !169, inlinedAt: !199)
!208 = !DILocation(line: 60, column: 32, scope: !53)
!209 = !DILocation(line: 60, column: 16, scope: !53)
!210 = !DILocation(line: 60, column: 26, scope: !53)
!211 = !DILocation(line: 60, column: 35, scope: !53)
!212 = !DILocation(line: 60, column: 9, scope: !53)
!213 = !DILocation(line: 60, column: 74, scope: !53)
!214 = distinct !{!214, !212, !215, !139, !140}
!215 = !DILocation(line: 60, column: 81, scope: !53)
!216 = !DILocation(line: 61, column: 13, scope: !53)
!217 = !DILocation(line: 62, column: 13, scope: !218)
!218 = distinct !DILexicalBlock(scope: !219, file: !2, line: 61, column: 31)
!219 = distinct !DILexicalBlock(scope: !53, file: !2, line: 61, column: 13)
!220 = !DILocation(line: 63, column: 17, scope: !218)
!221 = !DILocation(line: 64, column: 9, scope: !218)
!222 = !DILocation(line: 65, column: 24, scope: !53)
!223 = !DILocation(line: 66, column: 5, scope: !54)
!224 = !DILocation(line: 50, column: 33, scope: !54)
!225 = !DILocation(line: 50, column: 23, scope: !54)
!226 = distinct !{!226, !97, !227, !139, !140}
!227 = !DILocation(line: 66, column: 5, scope: !51)
!228 = !DILocation(line: 74, column: 19, scope: !31)
!229 = !DILocation(line: 74, column: 5, scope: !31)
!230 = !DILocation(line: 0, scope: !66)
!231 = !DILocation(line: 76, column: 23, scope: !232)
!232 = distinct !DILexicalBlock(scope: !66, file: !2, line: 76, column: 5)
!233 = !DILocation(line: 76, column: 5, scope: !66)
!234 = !DILocation(line: 70, column: 14, scope: !235)
!235 = distinct !DILexicalBlock(scope: !236, file: !2, line: 70, column: 13)
!236 = distinct !DILexicalBlock(scope: !100, file: !2, line: 69, column: 40)
!237 = !DILocation(line: 70, column: 23, scope: !235)
!238 = !DILocation(line: 70, column: 13, scope: !236)
!239 = !DILocation(line: 71, column: 37, scope: !236)
!240 = !DILocation(line: 71, column: 34, scope: !236)
!241 = !DILocation(line: 71, column: 42, scope: !236)
!242 = !DILocation(line: 71, column: 18, scope: !236)
!243 = !DILocation(line: 72, column: 9, scope: !236)
!244 = !DILocation(line: 72, column: 23, scope: !236)
!245 = !{i64 0, i64 12, !124, i64 12, i64 4, !108}
!246 = !DILocation(line: 73, column: 5, scope: !236)
!247 = !DILocation(line: 69, column: 36, scope: !100)
!248 = distinct !{!248, !101, !249, !139, !140}
!249 = !DILocation(line: 73, column: 5, scope: !62)
!250 = !DILocation(line: 77, column: 107, scope: !31)
!251 = !DILocation(line: 77, column: 5, scope: !31)
!252 = !DILocation(line: 78, column: 5, scope: !31)
!253 = !DILocation(line: 79, column: 5, scope: !31)
!254 = !DILocation(line: 76, column: 52, scope: !232)
!255 = !DILocation(line: 76, column: 42, scope: !232)
!256 = !DILocation(line: 76, column: 39, scope: !232)
!257 = !DILocation(line: 76, column: 29, scope: !232)
!258 = distinct !{!258, !233, !259, !139, !140}
!259 = !DILocation(line: 76, column: 52, scope: !66)
!260 = !DILocation(line: 81, column: 1, scope: !31)
!261 = !DISubprogram(name: "printf", scope: !262, file: !262, line: 356, type: !263, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!262 = !DIFile(filename: "/usr/include/stdio.h", directory: "", checksumkind: CSK_MD5, checksum: "b5a90985555f47bfb88eff5a8f0f5b72")
!263 = !DISubroutineType(types: !264)
!264 = !{!11, !265, null}
!265 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !82)
!266 = !DISubprogram(name: "calloc", scope: !79, file: !79, line: 556, type: !267, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!267 = !DISubroutineType(types: !268)
!268 = !{!14, !269, !269}
!269 = !DIDerivedType(tag: DW_TAG_typedef, name: "size_t", file: !270, line: 18, baseType: !271)
!270 = !DIFile(filename: "/usr/lib/llvm-19/lib/clang/19/include/__stddef_size_t.h", directory: "", checksumkind: CSK_MD5, checksum: "2c44e821a2b1951cde2eb0fb2e656867")
!271 = !DIBasicType(name: "unsigned long", size: 64, encoding: DW_ATE_unsigned)
!272 = !DISubprogram(name: "strcmp", scope: !273, file: !273, line: 156, type: !274, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!273 = !DIFile(filename: "/usr/include/string.h", directory: "", checksumkind: CSK_MD5, checksum: "0ee11a08692643b86154f96759d0f7fa")
!274 = !DISubroutineType(types: !275)
!275 = !{!11, !82, !82}
!276 = !DISubprogram(name: "strcpy", scope: !273, file: !273, line: 141, type: !277, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!277 = !DISubroutineType(types: !278)
!278 = !{!13, !279, !265}
!279 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !13)
!280 = !DISubprogram(name: "realloc", scope: !79, file: !79, line: 564, type: !281, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!281 = !DISubroutineType(types: !282)
!282 = !{!14, !14, !269}
!283 = !DISubprogram(name: "qsort", scope: !79, file: !79, line: 851, type: !284, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!284 = !DISubroutineType(types: !285)
!285 = !{null, !14, !269, !269, !286}
!286 = !DIDerivedType(tag: DW_TAG_typedef, name: "__compar_fn_t", file: !79, line: 829, baseType: !287)
!287 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !288, size: 64)
!288 = !DISubroutineType(types: !289)
!289 = !{!11, !290, !290}
!290 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !291, size: 64)
!291 = !DIDerivedType(tag: DW_TAG_const_type, baseType: null)
!292 = distinct !DISubprogram(name: "by_count", scope: !2, file: !2, line: 24, type: !288, scopeLine: 24, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagLocalToUnit | DISPFlagDefinition | DISPFlagOptimized, unit: !9, retainedNodes: !293)
!293 = !{!294, !295, !296, !299}
!294 = !DILocalVariable(name: "a", arg: 1, scope: !292, file: !2, line: 24, type: !290)
!295 = !DILocalVariable(name: "b", arg: 2, scope: !292, file: !2, line: 24, type: !290)
!296 = !DILocalVariable(name: "x", scope: !292, file: !2, line: 25, type: !297)
!297 = !DIDerivedType(tag: DW_TAG_pointer_type, baseType: !298, size: 64)
!298 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !42)
!299 = !DILocalVariable(name: "y", scope: !292, file: !2, line: 25, type: !297)
!300 = !DILocation(line: 0, scope: !292)
!301 = !DILocation(line: 26, column: 12, scope: !302)
!302 = distinct !DILexicalBlock(scope: !292, file: !2, line: 26, column: 9)
!303 = !DILocation(line: 26, column: 24, scope: !302)
!304 = !DILocation(line: 26, column: 18, scope: !302)
!305 = !DILocation(line: 26, column: 9, scope: !292)
!306 = !DILocation(line: 26, column: 47, scope: !302)
!307 = !DILocation(line: 26, column: 31, scope: !302)
!308 = !DILocation(line: 27, column: 12, scope: !292)
!309 = !DILocation(line: 27, column: 5, scope: !292)
!310 = !DILocation(line: 28, column: 1, scope: !292)
!311 = !DISubprogram(name: "free", scope: !79, file: !79, line: 568, type: !312, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!312 = !DISubroutineType(types: !313)
!313 = !{null, !14}
!314 = !DISubprogram(name: "strtol", scope: !79, file: !79, line: 177, type: !315, flags: DIFlagPrototyped, spFlags: DISPFlagOptimized)
!315 = !DISubroutineType(types: !316)
!316 = !{!64, !265, !317, !11}
!317 = !DIDerivedType(tag: DW_TAG_restrict_type, baseType: !12)
