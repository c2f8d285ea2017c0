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
package io.sonoflow.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.SectorCrop;
import io.sonoflow.image.marker.MarkerType;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.Speckle;

import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;

/** What needs no network; each function against the engine under it, and against images of other kinds. */
class ImageFunctionsTest {

	private static final RandomAccessibleInterval<UnsignedByteType> SCREEN = Phantoms.screen("testis", 3, false, 5);

	private static final List<Object> RIGHT = List.of(SCREEN, List.of(), "testis", 60.0, 64, 64L, false, new int[] { 0 },
		new double[] { 1 }, new double[][] { { 1 } }, new boolean[] { true }, new Box(0, 0, 20, 20), Interpolation.BICUBIC,
		Monitor.NONE, new File("model.safetensors"), new Classification.Way("gradcam", "auto", 0));

	private static RandomAccessibleInterval<ARGBType> colors(final RandomAccessibleInterval<UnsignedByteType> grey) {
		return Converters.convert(grey, (in, out) -> out.set(ARGBType.rgba(in.get(), in.get(), in.get(), 255)),
			new ARGBType());
	}

	private static RandomAccessibleInterval<FloatType> floats(final RandomAccessibleInterval<UnsignedByteType> grey) {
		return Converters.convert(grey, (in, out) -> out.set(in.get()), new FloatType());
	}

	@Test
	void cropFindsTheSameBoxInEveryKindOfImage() {
		final Box box = SectorCrop.crop(SCREEN, 5).box();
		assertEquals(box, Ultrasound.fieldOfView(SCREEN, 5).box());
		assertEquals(box, Ultrasound.fieldOfView(colors(SCREEN), 5).box());
		assertEquals(box, Ultrasound.fieldOfView(floats(SCREEN), 5).box());
		assertEquals(box, Ultrasound.fieldOfView(Views.stack(SCREEN, SCREEN, SCREEN), 5).box(), "red, green, blue planes");
		assertEquals(box, Ultrasound.clipFieldOfView(List.of(SCREEN, SCREEN), 5).box());
		final Img<UnsignedByteType> copy = ArrayImgs.unsignedBytes(SCREEN.dimensionsAsLongArray());
		ImgUtil.copy(SCREEN, copy);
		final List<Img<UnsignedByteType>> frames = List.of(copy, copy);
		assertEquals(box, Ultrasound.clipFieldOfView(frames, 5).box());
		assertTrue(box.area() < ScannerScreen.WIDTH * ScannerScreen.HEIGHT);
	}

	@Test
	void aCropIsAViewOnTheImageFromZeroOn() {
		final RandomAccessibleInterval<ARGBType> moved = Views.translate(colors(SCREEN), 10, -4);
		final RandomAccessibleInterval<ARGBType> crop = Ultrasound.crop(moved, new Box(185, 130, 300, 200));
		assertArrayEquals(new long[] { 0, 0 }, crop.minAsLongArray());
		assertArrayEquals(new long[] { 300, 200 }, crop.dimensionsAsLongArray());
		assertEquals(SCREEN.getAt(185 + 7, 130 + 9).get(), ARGBType.red(crop.getAt(7, 9).get()));
		assertEquals(Ultrasound.fieldOfView(SCREEN, 5).box().w(), Ultrasound.crop(SCREEN).dimension(0));
		final List<RandomAccessibleInterval<UnsignedByteType>> views = Ultrasound.cropViews(SCREEN,
			"185,130,300,300;485,130,300,300");
		assertEquals(2, views.size());
		assertEquals(SCREEN.getAt(485, 130).get(), views.get(1).getAt(0, 0).get());
		assertTrue(Ultrasound.uusicCrop(SCREEN, 5).dimension(0) <= ScannerScreen.WIDTH);
	}

	@Test
	void wrongArgumentsAreNamed() {
		message("0 to 255", () -> Ultrasound.fieldOfView(SCREEN, 256));
		message("does not lie in the image", () -> Ultrasound.crop(SCREEN, new Box(700, 0, 101, 10)));
		message("grey levels are 0 to 255", () -> Ultrasound.gray(ArrayImgs.floats(new float[] { 300, 1, 1, 1 }, 2, 2)));
		message("grey levels are 0 to 255", () -> Ultrasound.gray(ArrayImgs.floats(new float[] { Float.NaN }, 1, 1)));
		message("Give a plane", () -> Ultrasound.gray(ArrayImgs.unsignedBytes(4, 4, 2)));
		message("at least 1", () -> Ultrasound.resize(SCREEN, 0, 4));
		message("at least 8 x 8", () -> SpeckleStatistics.of(SCREEN, new Box(0, 0, 7, 9), 60));
		message("does not lie in the image", () -> SpeckleStatistics.of(SCREEN, new Box(Integer.MAX_VALUE, 0, 9, 9), 60));
		message("dynamicRange=Infinity", () -> SpeckleStatistics.of(SCREEN, Double.POSITIVE_INFINITY));
		message("one plane", () -> Ultrasound.resize(Views.stack(SCREEN, SCREEN), 4, 4));
		message("no rows", () -> Ultrasound.gray(ArrayImgs.unsignedBytes(4)));
		message("the first one has 800 x 600", () -> Ultrasound.clipFieldOfView(List.of(SCREEN, Images.bytes(4, 4)), 5));
		message("strength=-1.0", () -> Markers.augment(SCREEN, -1, 0));
		message("not an organ", () -> Phantoms.view("liver", 0, 64, false, 0));
		message("model is missing", () -> Classification.classify(SCREEN, null));
		message("no class \"x\"", () -> Scores.classification(List.of("x"), List.of(new Prediction("a", Map.of("a", 1.0))),
			""));
	}

	@Test
	void wrongArgumentsOfScoresAreNamed() {
		final RandomAccessibleInterval<UnsignedByteType> small = Images.bytes(20, 11);
		for (final Runnable work : List.<Runnable>of(() -> Scores.mse(small, SCREEN), () -> Scores.psnr(small, SCREEN, 255),
			() -> Scores.ssim(small, SCREEN, 255), () -> Scores.ssimMap(small, SCREEN, 255)))
			message("image has 20 x 11 pixels, but reference has 800 x 600", work);
		message("11 x 11", () -> Scores.ssim(Images.bytes(20, 10), Images.bytes(20, 10), 255));
		message("range=0.0", () -> Scores.psnr(small, small, 0));
		message("one plane", () -> Scores.mse(Views.stack(small, small), Views.stack(small, small)));
		message("positive has 1 items, but score has 2", () -> Scores.auc(new boolean[1], new double[2]));
		message("NaN at place 1", () -> Scores.auc(new boolean[2], new double[] { 0, Double.NaN }));
		final double[][] probabilities = { { 0.5, 0.5 } };
		message("nothing to judge", () -> Scores.classification(new int[0], new int[0], new double[0][], 0));
		message("truth has 2 items", () -> Scores.classification(new int[2], new int[1], probabilities, 0));
		message("predicted[0]=2", () -> Scores.classification(new int[1], new int[] { 2 }, probabilities, 0));
		message("positive=2", () -> Scores.classification(new int[1], new int[1], probabilities, 2));
		message("predictions of one model", () -> Scores.classification(List.of("a", "a"), List.of(new Prediction("a", Map.of(
			"a", 1.0)), new Prediction("b", Map.of("b", 1.0))), ""));
	}

	/** Every public method of the image functions, each reference argument null in turn. */
	@Test
	void nullIsAWrongArgumentEverywhere() throws Exception {
		int tried = 0;
		for (final Class<?> type : List.of(Ultrasound.class, Scores.class, SpeckleStatistics.class, Markers.class, Phantoms.class,
			Classification.class, Synthesis.class, Progress.class))
			for (final Method method : type.getDeclaredMethods())
				if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())) for (int i = 0; i < method
					.getParameterCount(); i++) {
					if (method.getParameterTypes()[i].isPrimitive()) continue;
					final Object[] arguments = Arrays.stream(method.getParameters()).map(Parameter::getType).map(
						ImageFunctionsTest::right).toArray();
					arguments[i] = null;
					final Throwable e = assertThrows(InvocationTargetException.class, () -> method.invoke(null, arguments), method
						.toString()).getCause();
					assertInstanceOf(SonoflowException.Input.class, e, method + ", argument " + i);
					tried++;
				}
		assertTrue(tried > 40, "only " + tried);
	}

	private static Object right(final Class<?> type) {
		return RIGHT.stream().filter(value -> MethodType.methodType(type).wrap().returnType().isInstance(value)).findFirst()
			.orElseThrow(() -> new AssertionError(type));
	}

	private static void message(final String part, final Runnable work) {
		final String text = assertThrows(SonoflowException.Input.class, work::run).getMessage();
		assertTrue(text.contains(part), text);
	}

	@Test
	void resizeKeepsThePixelType() {
		final RandomAccessibleInterval<UnsignedByteType> small = Ultrasound.resize(SCREEN, 100, 75, Interpolation.BICUBIC);
		assertArrayEquals(Images.pixels(Resize.resize(SCREEN, 100, 75, Interpolation.BICUBIC)), Images.pixels(small));
		final RandomAccessibleInterval<UnsignedShortType> wide = ArrayImgs.unsignedShorts(new short[] { 0, (short) 65535, 0,
			(short) 65535 }, 4, 1);
		final RandomAccessibleInterval<UnsignedShortType> enlarged = Ultrasound.resize(wide, 16, 1, Interpolation.BICUBIC);
		for (final UnsignedShortType pixel : enlarged)
			assertTrue(pixel.get() >= 0 && pixel.get() <= 65535);
		assertEquals(65535, enlarged.stream().mapToInt(UnsignedShortType::get).max().orElseThrow(),
			"overshoot is held, it does not wrap round");
		assertEquals(64, Ultrasound.centerCrop(SCREEN, 64).dimension(1));
	}

	@Test
	void theMaskIsWhereMarksChangeTheImage() {
		final RandomAccessibleInterval<UnsignedByteType> flat = ArrayImgs.unsignedBytes(200, 150);
		final MarkedImage marked = Markers.insert(flat, 7);
		final Cursor<UnsignedByteType> image = Views.flatIterable(marked.image()).cursor();
		int covered = 0;
		for (final BitType pixel : Views.flatIterable(marked.mask())) {
			assertEquals(image.next().get() > 0, pixel.get());
			if (pixel.get()) covered++;
		}
		assertTrue(covered > 50);
		assertArrayEquals(Images.pixels(marked.image()), Images.pixels(Markers.draw(flat, marked.markers())));
		assertEquals(2, Markers.insert(flat, Set.of(MarkerType.CIRCLE), 7).markers().size());
		assertArrayEquals(Images.pixels(Markers.augment(SCREEN, 1, 3)), Images.pixels(Markers.augment(colors(SCREEN), 1, 3)));
	}

	@Test
	void speckleAndQualityAreTheEnginesFigures() {
		final Box window = new Box(250, 200, 60, 50);
		final Speckle speckle = Speckle.of(SCREEN, 250, 200, 60, 50, 255.0 / 60);
		assertEquals(speckle, SpeckleStatistics.of(SCREEN, window, 60));
		final RandomAccessibleInterval<UnsignedByteType> part = Ultrasound.crop(SCREEN, window);
		assertEquals(speckle.nakagami(), SpeckleStatistics.nakagami(part, 60));
		assertEquals(speckle.axial(), SpeckleStatistics.axialWidth(part, 60));
		assertEquals(speckle.lateral(), SpeckleStatistics.lateralWidth(part, 60));
		assertEquals(1, Scores.ssim(part, part, 255), 1e-12);
		assertEquals(Double.POSITIVE_INFINITY, Scores.psnr(part, part, 255));
		assertEquals(0, Scores.mse(part, part));
		assertArrayEquals(new long[] { 60, 50 }, Scores.ssimMap(part, part, 255).dimensionsAsLongArray());
	}

	@Test
	void scoresByNameAreThoseByNumber() {
		final List<Prediction> predictions = List.of(new Prediction("b", Prediction.byName(List.of("a", "b"), new double[] { 0.3,
			0.7 })), new Prediction("a", Prediction.byName(List.of("a", "b"), new double[] { 0.6, 0.4 })));
		final ClassifierScores scores = Scores.classification(List.of("b", "b"), predictions, "b");
		assertEquals(Scores.classification(new int[] { 1, 1 }, new int[] { 1, 0 }, new double[][] { { 0.3, 0.7 }, { 0.6,
			0.4 } }, 1), scores);
		assertEquals(0.5, scores.recall());
		assertEquals(1, Scores.auc(new boolean[] { true, false }, new double[] { 2, 1 }));
	}
}
