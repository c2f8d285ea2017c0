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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {

	private static final ModelConfig CONFIG = new ModelConfig("resnet18", 3, List.of("homogeneous", "in, \"homogeneous\""),
		64).withNote("seed", "7");

	private static ImageNetwork network;

	@TempDir
	private Path folder;

	/** What a step said. */
	private static final class Ear implements Monitor {

		final List<String> heard = new ArrayList<>();

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		@Override
		public void warn(final String text) {
			heard.add("! " + text);
		}
	}

	@BeforeAll
	static void makeNetwork() {
		network = Networks.create("resnet18", Device.cpu(), 3, 2, 1);
	}

	@AfterAll
	static void close() {
		network.close();
	}

	private static ArrayImg<UnsignedByteType, ByteArray> image(final int q, final int width, final int height) {
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (127 + 127 * HashFill.u(q, i));
		return Images.bytes(pixels, width, height);
	}

	private Path write(final Map<String, Tensor> tensors, final Map<String, String> metadata) {
		final Path file = folder.resolve("weights.safetensors");
		Safetensors.write(file, tensors, metadata);
		return file;
	}

	private static String message(final Class<? extends SonoflowException> type, final Runnable work) {
		return assertThrows(type, work::run).getMessage();
	}

	@Test
	void aFileIsAllThatClassifyingNeeds() {
		final Path file = folder.resolve("model.safetensors");
		ModelFile.write(file, network, CONFIG);
		assertEquals(CONFIG, ModelFile.config(file));
		final List<ArrayImg<UnsignedByteType, ByteArray>> images = List.of(image(1, 70, 50), image(2, 64, 64));
		try (Classifier classifier = Classifier.load(file, Device.cpu())) {
			final double[][] probabilities = classifier.classify(images);
			assertArrayEquals(new Classifier(network, CONFIG).classify(images), probabilities);
			for (final double[] row : probabilities)
				assertEquals(1, row[0] + row[1], 1e-12);
			assertTrue(Math.abs(probabilities[0][0] - probabilities[1][0]) > 1e-6, "the images make a difference");
			assertEquals("in, \"homogeneous\"", classifier.config().classes().get(classifier.config().indexOf(
				"in, \"homogeneous\"")));
			assertTrue(message(SonoflowException.Input.class, () -> classifier.config().indexOf("x")).contains("homogeneous"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "architecture,vit,vit", "channels,2,2 channels", "classes,[],classes", "classes,nonsense,damaged",
		"size,0,size 0", "size,x,damaged", "size,1000000000,size 1000000000", "size,-2147483648,size", "channels,1000000000,channels",
		"size,1e9,damaged", "architecture,unet,unet", "sonoflow,2,later version", "normalisation,other,damaged" })
	void aWrongConfigurationIsNamed(final String key, final String value, final String named) {
		final Map<String, String> metadata = new LinkedHashMap<>(CONFIG.toMetadata());
		metadata.put(key, value);
		final Path file = write(Map.of("a", Tensor.of(new float[1], 1)), metadata);
		final String message = message(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu()));
		assertTrue(message.contains(named) && message.contains(file.toString()), message);
	}

	@Test
	void moreClassesThanTheTensorsHaveAreRefusedBeforeTheyAreAllocated() {
		final Map<String, String> metadata = new LinkedHashMap<>(CONFIG.toMetadata());
		metadata.put("classes", IntStream.range(0, 5_000_000).mapToObj(Integer::toString).collect(Collectors.joining("\",\"",
			"[\"", "\"]")));
		final Path file = write(ModelFile.tensors(network), metadata);
		final String message = message(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu()));
		assertTrue(message.contains("5000000 classes") && message.contains("fc.weight is [2, 512]") && message.contains(file
			.toString()), message);
	}

	@Test
	void thePrefixChoosesBetweenTwoNetworks() {
		final Map<String, Tensor> two = new LinkedHashMap<>();
		try (ImageNetwork other = Networks.create("resnet18", Device.cpu(), 3, 2, 9)) {
			ModelFile.tensors(network).forEach((name, tensor) -> two.put("a." + name, tensor));
			ModelFile.tensors(other).forEach((name, tensor) -> two.put("b." + name, tensor));
		}
		final Path file = write(two, Map.of());
		final String message = message(SonoflowException.File.class, () -> ModelFile.start(file, "resnet18", 2,
			ModelFile.Grey.REPEAT, Device.cpu(), 0, Monitor.NONE).close());
		assertTrue(message.contains("\"a\"") && message.contains("\"b\"") && message.contains("prefix=a"), message);
		final Ear ear = new Ear();
		try (ImageNetwork start = ModelFile.start(file, "b", "resnet18", 2, ModelFile.Grey.REPEAT, Device.cpu(), 0, ear)) {
			assertArrayEquals(two.get("b.conv1.weight").floats(), start.named().get("conv1.weight").getArray().toFloatArray());
		}
		assertTrue(ear.heard.toString().contains("a (102 tensors)"), ear.heard.toString());
	}

	@Test
	void foreignWeightsAreNoClassifier() {
		final Path file = write(Map.of("a", Tensor.of(new float[1], 1)), Map.of());
		final String message = message(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu()));
		assertTrue(message.contains("is not a Sonoflow classifier"), message);
	}

	@Test
	void tensorsThatDoNotFitAreNamedAndNothingIsLoaded() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(network));
		tensors.remove("layer2.0.conv1.weight");
		tensors.put("fc.bias", Tensor.of(new float[3], 3));
		tensors.put("extra.weight", Tensor.of(new float[3], 3));
		final Path file = write(tensors, CONFIG.toMetadata());
		final String message = message(SonoflowException.File.class, () -> ModelFile.read(file, Device.cpu()));
		for (final String part : List.of("missing layer2.0.conv1.weight", "fc.bias [3] instead of [2]",
			"not part of it extra.weight", "Inspect Weights..."))
			assertTrue(message.contains(part), message);
		try (ImageNetwork empty = Networks.empty("resnet18", Device.cpu(), 3, 2)) {
			assertThrows(SonoflowException.File.class, () -> StateLoader.load(empty, Weights.read(file),
				StateLoader.Head.LOAD, Monitor.NONE));
			assertEquals(0, empty.named().get("conv1.weight").getArray().sum().getFloat());
		}
	}

	@ParameterizedTest
	@CsvSource({ "REPEAT,3,0", "SUM,1,1", "AVERAGE,1,3" })
	void startsFromColourWeightsWithANewHead(final ModelFile.Grey grey, final int channels,
		final float divisor)
	{
		final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(network));
		tensors.put("bn1.num_batches_tracked", Tensor.of(new long[] { 9 }));
		tensors.put("projector.weight", Tensor.of(new float[4], 2, 2));
		final Path file = write(tensors, Map.of());
		final Ear ear = new Ear();
		try (ImageNetwork start = ModelFile.start(file, "resnet18", 5, grey, Device.cpu(), 3, ear);
				ImageNetwork fresh = Networks.create("resnet18", Device.cpu(), channels, 5, 3))
		{
			assertEquals(channels, start.channels());
			assertEquals(5, start.classes());
			assertArrayEquals(tensors.get("layer4.1.bn2.weight").floats(), values(start, "layer4.1.bn2.weight"));
			assertArrayEquals(tensors.get("layer1.0.conv1.weight").floats(), values(start, "layer1.0.conv1.weight"));
			assertArrayEquals(values(fresh, "fc.weight"), values(start, "fc.weight"));
			final float[] stem = values(start, "conv1.weight");
			final float[] colour = tensors.get("conv1.weight").floats();
			if (channels == 3) assertArrayEquals(colour, stem);
			// output channel 1, row 2, column 3
			else assertEquals((colour[147 + 17] + colour[147 + 49 + 17] + colour[147 + 98 + 17]) / divisor, stem[49 + 17], 1e-7);
			final String line = ear.heard.stream().filter(each -> each.startsWith("! ")).findFirst().orElse("");
			assertTrue(line.endsWith(": loaded 100 of 102, new: fc.weight, fc.bias, left over: 3 (projector.weight, fc)") || line
				.endsWith("left over: 3 (fc, projector.weight)"), ear.heard::toString);
			assertEquals(channels == 3 ? 1 : 2, ear.heard.size(), ear.heard::toString);
		}
	}

	private static float[] values(final ImageNetwork of, final String name) {
		return of.named().get(name).getArray().toFloatArray();
	}

	@Test
	void aStartFromAnotherNetworkIsRefused() {
		final Path file = write(Map.of("features.conv0.weight", Tensor.of(new float[9], 1, 1, 3, 3)), Map.of());
		final String message = message(SonoflowException.File.class, () -> ModelFile.start(file, "resnet18", 2,
			ModelFile.Grey.REPEAT, Device.cpu(), 0, Monitor.NONE));
		assertTrue(message.contains("missing conv1.weight") && message.contains("and 95 more"), message);
		assertTrue(message(SonoflowException.Input.class, () -> Networks.create("vgg", Device.cpu(), 1, 2, 0)).contains(
			"resnet18"));
	}

	/** Names, shapes and head of every architecture; what one wrote another does not take. */
	@ParameterizedTest
	@CsvSource({ "resnet18,512,resnet50", "resnet50,2048,densenet121", "densenet121,1024,densenet169",
		"densenet169,1664,resnet18" })
	void everyArchitectureIsKnownByItsTensors(final String name, final int width, final String another) {
		assertTrue(Networks.names().containsAll(List.of(name, another)));
		try (ImageNetwork made = Networks.create(name, Device.cpu(), 1, 3, 2)) {
			assertEquals(width, made.width());
			assertEquals(List.of(made.headPrefix() + "weight", made.headPrefix() + "bias"), made.named().keySet().stream().filter(
				key -> key.startsWith(made.headPrefix())).toList());
			assertEquals(new Shape(3, width), made.named().get(made.headPrefix() + "weight").getShape());
			assertEquals(new Shape(64, 1, 7, 7), made.named().get(Networks.stemName(name)).getShape());
			final StateDict weights = StateDict.of(ModelFile.tensors(made), Map.of());
			final Architecture known = Architecture.of(weights);
			assertEquals(name, known.name(), known.description());
			assertEquals(3, known.classes());
			assertEquals(1, known.channels());
			try (ImageNetwork other = Networks.empty(another, Device.cpu(), 1, 3)) {
				final String message = message(SonoflowException.File.class, () -> StateLoader.load(other, weights,
					StateLoader.Head.KEEP_OWN, Monitor.NONE));
				assertTrue(message.contains("another backbone, " + name), message);
			}
		}
	}

	@Test
	void firstValuesAreTorchvisionsRule() {
		final float[] conv = values(network, "layer1.0.conv1.weight");
		double squares = 0;
		for (final float value : conv)
			squares += value * value;
		assertEquals(Math.sqrt(2.0 / (64 * 9)), Math.sqrt(squares / conv.length), 5e-4);
		final float[] head = values(network, "fc.weight");
		final double bound = 1 / Math.sqrt(512);
		for (final float value : head)
			assertTrue(Math.abs(value) <= bound);
		assertEquals(bound / Math.sqrt(3), Math.sqrt(Arrays.stream(doubles(head)).map(v -> v * v).average().orElseThrow()),
			2e-3);
		assertArrayEquals(new float[64], values(network, "bn1.bias"));
		assertEquals(64, network.named().get("bn1.running_var").getArray().sum().getFloat());
		try (ImageNetwork other = Networks.create("resnet18", Device.cpu(), 1, 7, 1)) {
			assertArrayEquals(conv, values(other, "layer1.0.conv1.weight"), "the class count changes no other parameter");
		}
	}

	private static double[] doubles(final float[] values) {
		final double[] result = new double[values.length];
		for (int i = 0; i < result.length; i++)
			result[i] = values[i];
		return result;
	}

	@ParameterizedTest
	@CsvSource({ "gpu,unknown", "tpu,unknown", "gpu99,is not there", "mps,does not work here" })
	void aDeviceThatIsMissingIsAnError(final String name, final String said) {
		if (name.equals("mps") && System.getProperty("os.name").startsWith("Mac")) return;
		final Ear ear = new Ear();
		final String message = message(SonoflowException.class, () -> Devices.parse(name, ear));
		assertTrue(message.contains("device=" + name) && message.contains(said), message);
		assertEquals(List.of(), ear.heard);
	}

	@Test
	void theDeviceIsSaid() {
		final Ear ear = new Ear();
		assertEquals(Device.cpu(), Devices.parse("cpu", ear));
		assertTrue(ear.heard.get(0).matches("Computing on cpu \\(\\d+ threads?, (SSE4.1 only, )?PyTorch \\d.*\\)\\."),
			ear.heard::toString);
	}
}
