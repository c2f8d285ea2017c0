/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
/**
 * The door for scripts and for Java programs: image functions on ImgLib2 images. Results are values, nothing is shown or
 * written, native memory is closed inside. This runs as it stands:
 *
 * <pre>{@code
 * import io.sonoflow.api.*;
 * import io.sonoflow.image.Box;
 * import io.sonoflow.image.crop.FieldOfView;
 * import io.sonoflow.metric.Speckle;
 * import net.imglib2.RandomAccessibleInterval;
 * import net.imglib2.type.numeric.integer.UnsignedByteType;
 *
 * RandomAccessibleInterval<UnsignedByteType> screen = Phantoms.screen("testis", 0, false, 1);
 * FieldOfView found = Ultrasound.fieldOfView(screen, 5);
 * RandomAccessibleInterval<UnsignedByteType> picture = Ultrasound.crop(screen, found.box());
 * RandomAccessibleInterval<UnsignedByteType> small = Ultrasound.resize(picture, 128, 64);
 * MarkedImage marked = Markers.insert(small, 0);
 * Speckle speckle = SpeckleStatistics.of(picture, new Box(130, 120, 60, 60), 60); // parenchyma, 60 dB: m 0.96
 * double similarity = Scores.ssim(marked.image(), small, 255);
 * }</pre>
 *
 * With a model file of Train Classifier or Train Diffusion:
 *
 * <pre>
 * Prediction prediction = Classification.classify(picture, model);
 * RandomAccessibleInterval&lt;FloatType&gt; map = Classification.explain(picture, model).heatMap();
 * List&lt;RandomAccessibleInterval&lt;UnsignedByteType&gt;&gt; images = Synthesis.of(diffusion).count(4).run(Monitor.NONE);
 * </pre>
 *
 * The methods marked as such are SciJava Ops, too: {@code ops.yaml} names them ({@code ultrasound.crop},
 * {@code stats.speckle}, {@code image.ssim}, ...). Long runs over folders are commands and steps, not functions here.
 */
package io.sonoflow.api;
