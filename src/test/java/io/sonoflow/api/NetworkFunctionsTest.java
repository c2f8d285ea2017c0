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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.image.Images;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.generate.GenerateUltrasound;
import io.sonoflow.step.generate.TinyDiffusion;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classify, explain and generate: what the commands give for the same files and values. */
class NetworkFunctionsTest {

	@TempDir
	private static Path shared;

	@TempDir
	private Path folder;

	private static File model;

	private static final RandomAccessibleInterval<UnsignedByteType> IMAGE = Phantoms.view("testis", 0, 96, true, 1);

	@BeforeAll
	static void makeModel() {
		model = TinyClassifier.write(shared.resolve("model.safetensors")).toFile();
	}

	@Test
	void classifyGivesTheCommandsProbabilities() {
		final List<RandomAccessibleInterval<UnsignedByteType>> images = IntStream.range(0, 40).mapToObj(i -> Phantoms.view(
			"thyroid", i, 64, false, 2)).toList();
		final List<Prediction> predictions = Classification.classify(images, model, "cpu", Monitor.NONE);
		final ClassifyUltrasound classify = new ClassifyUltrasound(model, null);
		classify.computation.device = "cpu";
		classify.images = images.stream().map(image -> new NamedImage("x", image)).toList();
		final ClassifyUltrasound.Result step = classify.run(Monitor.NONE);
		for (int i = 0; i < 40; i++) {
			assertEquals(step.rows().get(i).prediction(), predictions.get(i).label());
			assertArrayEquals(step.rows().get(i).probabilities(), predictions.get(i).probabilities().values().stream().mapToDouble(
				Double::doubleValue).toArray());
		}
		assertEquals(List.of("healthy", "ill"), List.copyOf(predictions.get(0).probabilities().keySet()));
		assertEquals(List.of(), Classification.classify(List.<Img<UnsignedByteType>>of(), model, "cpu",
			Monitor.NONE));
	}

	@Test
	void explainGivesAMapOfTheImagesSize() {
		final Explanation explanation = Classification.explain(IMAGE, model);
		assertEquals(explanation.prediction().label(), explanation.label());
		assertEquals(explanation.prediction().probability(), explanation.score());
		final RandomAccessibleInterval<FloatType> map = explanation.heatMap();
		assertArrayEquals(IMAGE.dimensionsAsLongArray(), map.dimensionsAsLongArray());
		assertArrayEquals(Images.floatPixels(map), Images.floatPixels(Classification.heatMap(IMAGE, model)));
		final double share = explanation.share(Markers.insert(IMAGE, 0).mask());
		assertTrue(share >= 0 && share <= 1 || Double.isNaN(share));
		assertArrayEquals(IMAGE.dimensionsAsLongArray(), explanation.overlay(IMAGE).dimensionsAsLongArray());
		final Explanation other = Classification.explain(IMAGE, model, "gradcam", "healthy", "cpu", Monitor.NONE);
		final Explanation finer = Classification.explain(IMAGE, model, new Classification.Way("scorecam", "layer2", 4), "", "cpu",
			Monitor.NONE);
		assertTrue(finer.hasMap());
		final Explanation usual = Classification.explain(IMAGE, model, new Classification.Way("scorecam", "auto", 4), "", "cpu",
			Monitor.NONE);
		assertFalse(Arrays.equals(usual.map().values(), finer.map().values()));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Classification.explain(IMAGE, model, new Classification.Way(
			"gradcam", "layer9", 0), "", "cpu", Monitor.NONE)).getMessage().contains("layer4"));
		assertEquals("healthy", other.label());
		assertEquals(other.prediction().probabilities().get("healthy"), other.score());
		assertThrows(SonoflowException.Input.class, () -> Classification.explain(IMAGE, model, "gradcam", "dead", "cpu",
			Monitor.NONE));
	}

	/** To the bit, whoever asks and however many there are. */
	@Test
	void featuresAreThoseOfTheFile() {
		final Path file = folder.resolve("view.png");
		ImageFiles.writePng(file, IMAGE);
		final float[] vector = Encoding.features(IMAGE, model);
		try (FeatureExtractor extractor = FeatureExtractor.open(model.getPath(), "fid", Device.cpu(), Monitor.NONE)) {
			assertArrayEquals(extractor.embed(List.of(file), null, "features", Monitor.NONE).features()[0], vector);
		}
		final List<float[]> two = Encoding.features(List.of(Phantoms.view("thyroid", 0, 64, false, 2), IMAGE), model, "cpu",
			Monitor.NONE);
		assertArrayEquals(vector, two.get(1));
		assertFalse(Arrays.equals(vector, two.get(0)));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Encoding.features(IMAGE, null)).getMessage().contains(
			"encoder is missing"));
	}

	@Test
	void generateGivesTheCommandsImages() {
		final Path file = TinyDiffusion.write(folder.resolve("diffusion.safetensors"), TinyDiffusion.config().build(),
			TinyDiffusion.NOTES);
		final List<RandomAccessibleInterval<UnsignedByteType>> images = Synthesis.of(file.toFile()).count(3).seed(9).sampler(
			"dpm++").steps(3).batch(2).device("cpu").run(Monitor.NONE);
		final GenerateUltrasound given = new GenerateUltrasound(file.toFile(), folder.resolve("out").toFile());
		given.set(Map.of("count", 3, "sampler", "dpm++", "steps", 3, "batch", 2, "device", "cpu", "seed", 9));
		final GenerateUltrasound.Result step = given.run(Monitor.NONE);
		for (int i = 0; i < 3; i++)
			assertArrayEquals(Images.pixels(ImageFiles.readGray(step.samples().get(i).image())), Images.pixels(images.get(i)));
		assertEquals(1, Synthesis.generate(file.toFile(), 1, 0, "dpm++").size());
		assertThrows(SonoflowException.Input.class, () -> Synthesis.of(file.toFile()).count(0).run(Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> Synthesis.of(file.toFile()).start(0.1).run(Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> Synthesis.of(file.toFile()).batch(5000).run(Monitor.NONE));
		assertThrows(SonoflowException.Input.class, () -> Synthesis.of(file.toFile()).guidance(-1).run(Monitor.NONE));
		assertThrows(SonoflowException.File.class, () -> Synthesis.of(folder.resolve("none").toFile()).run(Monitor.NONE));
	}

	/** DJL is looked for when it is first used, once a process, so the trial needs one of its own. */
	@Test
	void theEngineIsFoundWhateverTheThreadsClassLoader() throws IOException, InterruptedException {
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
			System.getProperty("java.class.path"), ForeignThread.class.getName(), model.toString()).redirectErrorStream(true)
				.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), said);
		assertTrue(said.contains("classified: "), said);
	}

	/** Classifies in a thread whose class loader knows nothing of the plugin, as a script's may be. */
	public static final class ForeignThread {

		private ForeignThread() {
		}

		/** @param args the model */
		public static void main(final String[] args) {
			final ClassLoader foreign = ClassLoader.getPlatformClassLoader();
			Thread.currentThread().setContextClassLoader(foreign);
			final Prediction prediction = Classification.classify(IMAGE, new File(args[0]));
			if (Thread.currentThread().getContextClassLoader() != foreign) throw new IllegalStateException("class loader changed");
			System.out.println("classified: " + prediction.label());
		}
	}
}
