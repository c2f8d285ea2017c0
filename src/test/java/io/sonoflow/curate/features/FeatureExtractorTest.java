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
package io.sonoflow.curate.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.inception.FormulaInception;
import io.sonoflow.nn.inception.InceptionV3;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.install.WeightsStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of images. */
class FeatureExtractorTest {

	private static final int SIZE = 32;

	@TempDir
	static Path shared;

	private static Path model;
	private static Path colour;
	private static List<Path> images;

	@TempDir
	Path temporary;

	private final List<String> messages = new ArrayList<>();
	private final List<String> warnings = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			messages.add(text);
		}

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};

	@BeforeAll
	static void make() {
		Torch.inference();
		Torch.threads(1);
		model = shared.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 3, 5)) {
			ModelFile.write(model, network, new ModelConfig("resnet18", 1, List.of("a", "b", "c"), SIZE));
		}
		colour = shared.resolve("resnet18.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 3, 1000, 6)) {
			Safetensors.write(colour, ModelFile.tensors(network), Map.of());
		}
		images = Stream.iterate(0, i -> i + 1).limit(19).map(i -> image("image" + i + ".png", i)).toList();
	}

	private static Path image(final String name, final long seed) {
		final byte[] pixels = new byte[40 * 30];
		final RandomStream random = RandomStream.of(seed, "image");
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		final Path file = shared.resolve(name);
		ImageFiles.writePng(file, Images.bytes(pixels, 40, 30));
		return file;
	}

	private Embedding embed(final Path weights, final List<Path> files, final Path cache) {
		try (FeatureExtractor extractor = FeatureExtractor.open(weights.toString(), "fid", Device.cpu(), monitor)) {
			return extractor.embed(files, cache, "images", monitor);
		}
	}

	private static float[] direct(final ImageNetwork network, final float[] values, final int channels, final int size) {
		try (NDManager scope = network.manager().newSubManager(); NDArray pooled = network.embed(Torch.floats(scope, values, 1,
			channels, size, size), false))
		{
			return pooled.toFloatArray();
		}
	}

	private static float[] grey(final Path file, final int size, final Normalisation normalisation) {
		final NetworkInput input = new NetworkInput(size, Interpolation.BILINEAR_ANTIALIASED, normalisation);
		final float[] values = new float[input.length()];
		input.write(ImageFiles.readGray(file), values, 0);
		return values;
	}

	private static void assertClose(final float[] expected, final float[] found) {
		assertEquals(expected.length, found.length);
		float largest = 0;
		for (final float value : expected)
			largest = Math.max(largest, Math.abs(value));
		assertArrayEquals(expected, found, 1e-5f * largest);
	}

	/** And what was computed in one is not taken for the other. */
	@Test
	void inBfloat16TheyAreNearlyTheSame() {
		final Path cache = temporary.resolve("cache");
		final float[] exact;
		try (FeatureExtractor extractor = FeatureExtractor.open(model.toString(), "fid", Device.cpu(), monitor)) {
			exact = extractor.embed(images.subList(0, 2), cache, "", Monitor.NONE).features()[0];
		}
		try (FeatureExtractor extractor = FeatureExtractor.open(model.toString(), "fid", Device.cpu(), monitor).in(Precision.BF16)) {
			assertTrue(extractor.name().endsWith(", computed in bf16"), extractor.name());
			final float[] half = extractor.embed(images.subList(0, 2), cache, "", Monitor.NONE).features()[0];
			assertFalse(Arrays.equals(exact, half));
			assertArrayEquals(exact, half, 0.1f);
		}
	}

	@Test
	void aModelGivesItsPooledFeaturesAndScores() {
		final Embedding embedding = embed(model, images, null);
		assertEquals(19, embedding.size());
		assertEquals(512, embedding.dimension());
		try (ImageNetwork network = ModelFile.read(model, Device.cpu()); NDManager scope = network.manager().newSubManager()) {
			for (final int i : new int[] { 0, 7, 18 }) {
				final float[] input = grey(images.get(i), SIZE, Normalisation.CLASSIFIER);
				assertClose(direct(network, input, 1, SIZE), embedding.features()[i]);
				assertClose(network.logits(Torch.floats(scope, input, 1, 1, SIZE, SIZE), false).toFloatArray(), embedding
					.logits()[i]);
			}
		}
		assertTrue(messages.get(0).contains("model.safetensors") && messages.get(0).contains("512 numbers") && messages.get(0)
			.contains("cpu"), messages.toString());
	}

	@Test
	void weightsOfImageNetSeeWhatTheyWereTrainedOn() {
		final Embedding embedding = embed(colour, images.subList(0, 1), null);
		final float[] grey = grey(images.get(0), 224, Normalisation.UNIT);
		final float[] input = new float[3 * grey.length];
		final double[] mean = { 0.485, 0.456, 0.406 };
		final double[] deviation = { 0.229, 0.224, 0.225 };
		for (int c = 0; c < 3; c++)
			for (int i = 0; i < grey.length; i++)
				input[c * grey.length + i] = (float) ((grey[i] - mean[c]) / deviation[c]);
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 3, 1000, 6)) {
			assertClose(direct(network, input, 3, 224), embedding.features()[0]);
		}
		assertFalse(embedding.hasLogits());
		assertTrue(messages.stream().anyMatch(text -> text.contains("ImageNet")), messages.toString());
	}

	@Test
	void anEncoderSeesWhatItsHeaderSays() {
		final Path encoder = temporary.resolve("encoder.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 3, 2, 9)) {
			final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(network));
			tensors.keySet().removeIf(name -> name.startsWith("fc."));
			Safetensors.write(encoder, tensors, Map.of("size", "48", "normalisation", "classifier"));
			final Embedding embedding = embed(encoder, images.subList(0, 1), null);
			assertClose(direct(network, grey(images.get(0), 48, Normalisation.CLASSIFIER), 1, 48), embedding.features()[0]);
			assertFalse(embedding.hasLogits());
		}
	}

	@Test
	void aVectorDependsOnItsImageAloneToTheBit() {
		final Embedding all = embed(model, images, null);
		final Embedding one = embed(model, List.of(images.get(17)), null);
		assertArrayEquals(all.features()[17], one.features()[0]);
		final Embedding twice = embed(model, List.of(images.get(3), images.get(17), images.get(3)), null);
		assertArrayEquals(all.features()[3], twice.features()[2]);
		assertArrayEquals(all.logits()[17], twice.logits()[1]);
		assertEquals(0, embed(model, List.of(), null).size());
	}

	private List<Path> blocks(final Path cache) throws IOException {
		try (Stream<Path> walk = Files.walk(cache)) {
			return walk.filter(Files::isRegularFile).toList();
		}
	}

	@Test
	void whatWasComputedIsReadAgain() throws IOException {
		final Path cache = temporary.resolve("cache");
		final Embedding first = embed(model, images.subList(0, 10), cache);
		assertEquals(1, blocks(cache).size());
		final Embedding all = embed(model, images, cache);
		assertEquals(2, blocks(cache).size());
		assertArrayEquals(first.features()[9], all.features()[9]);
		messages.clear();
		final Embedding again = embed(model, images, cache);
		assertTrue(messages.contains("images: 19 of 19 vectors were computed before."), messages.toString());
		assertEquals(2, blocks(cache).size());
		final Embedding none = embed(model, images, null);
		for (int i = 0; i < images.size(); i++) {
			assertArrayEquals(none.features()[i], again.features()[i]);
			assertArrayEquals(none.logits()[i], again.logits()[i]);
		}
	}

	@Test
	void otherWeightsHaveOtherVectors() throws IOException {
		final Path cache = temporary.resolve("cache");
		final Embedding ours = embed(model, images.subList(0, 1), cache);
		final Path other = temporary.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 3, 55)) {
			ModelFile.write(other, network, new ModelConfig("resnet18", 1, List.of("a", "b", "c"), SIZE));
		}
		final Embedding theirs = embed(other, images.subList(0, 1), cache);
		assertNotEquals(ours.key(), theirs.key());
		assertNotEquals(ours.features()[0][0], theirs.features()[0][0]);
	}

	@Test
	void tornBlocksAreNotUsed() throws IOException {
		final Path cache = temporary.resolve("cache");
		final Embedding whole = embed(model, images.subList(0, 3), cache);
		final Path block = blocks(cache).get(0);
		final byte[] content = Files.readAllBytes(block);
		for (int kind = 0; kind < 4; kind++) {
			final byte[] torn = kind == 0 ? Arrays.copyOf(content, content.length - 7) : kind == 1 ? new byte[0]
				: content.clone();
			if (kind > 1) torn[kind == 2 ? 100 : 5] ^= 4;
			Files.write(block, torn);
			warnings.clear();
			final Embedding again = embed(model, images.subList(0, 3), cache);
			assertTrue(warnings.size() == 1 && warnings.get(0).contains(block.toString()), warnings.toString());
			assertArrayEquals(whole.features()[2], again.features()[2]);
			for (final Path file : blocks(cache))
				if (!file.equals(block)) Files.delete(file);
		}
	}

	@Test
	void aCancelledRunKeepsWhatItHas() {
		final Path cache = temporary.resolve("cache");
		try (FeatureExtractor extractor = FeatureExtractor.open(model.toString(), "fid", Device.cpu(), monitor)) {
			final Monitor impatient = new Monitor() {

				private boolean stop;

				@Override
				public void progress(final String stage, final long done, final long total) {
					stop = true;
				}

				@Override
				public boolean isCancelled() {
					return stop;
				}
			};
			assertThrows(SonoflowException.Cancelled.class, () -> extractor.embed(images, cache, "images", impatient));
			extractor.embed(images, cache, "images", monitor);
			assertTrue(messages.stream().anyMatch(text -> text.matches("images: \\d+ of 19 vectors were computed before\\.")),
				messages.toString());
		}
	}

	private static String refusal(final String features, final String resize) {
		return assertThrows(SonoflowException.class, () -> FeatureExtractor.open(features, resize, Device.cpu(),
			Monitor.NONE)).getMessage();
	}

	@Test
	void wrongFeatures() throws IOException {
		final String before = System.getProperty(WeightsStore.PROPERTY);
		System.setProperty(WeightsStore.PROPERTY, temporary.resolve("none").toString());
		try {
			assertTrue(refusal("inception", "fid").contains("Install Weights..."));
		}
		finally {
			if (before == null) System.clearProperty(WeightsStore.PROPERTY);
			else System.setProperty(WeightsStore.PROPERTY, before);
		}
		assertTrue(refusal("incpetion", "fid").contains("features=incpetion is neither a file nor inception"));
		assertTrue(refusal("inception", "bicubic").contains("resize=bicubic is unknown"));
		assertTrue(refusal(model.toString(), "clean").contains("features=inception only"));
		final Path other = temporary.resolve("other.safetensors");
		Safetensors.write(other, Map.of("a.weight", Tensor.of(new float[4], 2, 2)), Map.of());
		assertTrue(refusal(other.toString(), "fid").contains("unknown network"));
	}

	@Test
	void weightsThatRanAway() {
		final Path broken = temporary.resolve("broken.safetensors");
		final Path far = temporary.resolve("far.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 5)) {
			final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(network));
			final float[] nan = new float[64];
			nan[3] = Float.NaN;
			tensors.put("bn1.weight", Tensor.of(nan, 64));
			Safetensors.write(broken, tensors, Map.of("size", "32"));
			final float[] huge = new float[64];
			Arrays.fill(huge, Float.MAX_VALUE);
			tensors.put("bn1.weight", Tensor.of(huge, 64));
			Safetensors.write(far, tensors, Map.of("size", "32"));
		}
		assertTrue(refusalOf(broken).contains("bn1.weight"), refusalOf(broken));
		final String message = refusalOf(far);
		assertTrue(message.contains("image0.png") && message.contains("not finite"), message);
	}

	private String refusalOf(final Path weights) {
		return assertThrows(SonoflowException.File.class, () -> embed(weights, images.subList(0, 1), null)).getMessage();
	}

	@Test
	void imagesThatCannotBeRead() throws IOException {
		final Path bad = temporary.resolve("bad.png");
		Files.writeString(bad, "no image");
		assertTrue(assertThrows(SonoflowException.File.class, () -> embed(model, List.of(images.get(0), bad), null))
			.getMessage().contains("bad.png"));
		final Path gone = temporary.resolve("gone.png");
		assertTrue(assertThrows(SonoflowException.File.class, () -> embed(model, List.of(gone), null)).getMessage().contains(
			"gone.png"));
	}

	@Test
	void inceptionByFile() {
		final Path file = temporary.resolve("inception.safetensors");
		Safetensors.write(file, FormulaInception.tensors(), Map.of());
		final Path picture = temporary.resolve("a.png");
		ImageFiles.writePng(picture, FormulaInception.image());
		final Embedding embedding = embed(file, List.of(picture), null);
		assertEquals(InceptionV3.WIDTH, embedding.dimension());
		assertEquals(InceptionV3.CLASSES, embedding.logits()[0].length);
		assertEquals(0.0732304276602241, embedding.features()[0][0], 1.5e-5);
		assertEquals("inception (resize=fid)", embedding.extractor());
		assertTrue(warnings.size() == 1 && warnings.get(0).contains("not the authors' file"), warnings.toString());
	}
}
