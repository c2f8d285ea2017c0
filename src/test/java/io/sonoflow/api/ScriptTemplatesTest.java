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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;

import io.sonoflow.image.Images;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import net.imglib2.img.Img;
import net.imglib2.img.ImgView;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

/** The scripts of Fiji's menu Templates > Sonoflow run, through SciJava's script service as in its editor. */
class ScriptTemplatesTest {

	private static final Path TEMPLATES = Path.of("src/main/resources/script_templates/Sonoflow");

	private static Context context;

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		System.setProperty("sonoflow.monitor", "none");
		context = ScriptLanguages.open();
	}

	@AfterAll
	static void close() {
		context.dispose();
		System.clearProperty("sonoflow.monitor");
	}

	private static ScriptModule run(final String template, final Map<String, Object> inputs) throws Exception {
		final ScriptModule module = context.service(ScriptService.class).run(template, Files.readString(TEMPLATES.resolve(
			template)), true, new HashMap<>(inputs)).get();
		assertNotNull(module, template);
		return module;
	}

	@Test
	void allTemplatesAreRunHere() throws IOException {
		try (Stream<Path> files = Files.list(TEMPLATES)) {
			assertEquals(List.of("Image_Functions.groovy", "Image_Functions.py", "Pipeline.groovy", "Pipeline.py"), files.map(
				file -> file.getFileName().toString()).sorted().toList());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Image_Functions.groovy", "Image_Functions.py" })
	void imageFunctions(final String template) throws Exception {
		final Img<UnsignedByteType> screen = ImgView.wrap(Phantoms.screen("testis", 0, false, 1));
		final Map<String, Object> inputs = new HashMap<>();
		inputs.put("image", screen);
		inputs.put("tissue", "130,120,60,60");
		inputs.put("model", TinyClassifier.write(folder.resolve("model.safetensors")).toFile());
		final ScriptModule module = run(template, inputs);
		final Img<?> picture = assertInstanceOf(Img.class, module.getOutput("picture"));
		assertArrayEquals(Ultrasound.crop(screen).dimensionsAsLongArray(), picture.dimensionsAsLongArray());
		final Img<FloatType> heat = images(module.getOutput("heat"));
		assertArrayEquals(Images.floatPixels(Classification.heatMap(Ultrasound.crop(screen), (File) inputs.get("model"))), Images
			.floatPixels(heat));
		final Img<UnsignedByteType> marked = images(module.getOutput("marked"));
		assertArrayEquals(Images.pixels(Markers.insert(Ultrasound.crop(screen), 0).image()), Images.pixels(marked));
		final String summary = (String) module.getOutput("summary");
		assertTrue(summary.contains("Nakagami m 0.9") && summary.contains("healthy"), summary);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Image_Functions.groovy", "Image_Functions.py" })
	void withoutModelNothingIsClassified(final String template) throws Exception {
		final Map<String, Object> inputs = new HashMap<>();
		inputs.put("image", ImgView.wrap(Phantoms.screen("thyroid", 1, false, 3)));
		inputs.put("model", null);
		final ScriptModule module = run(template, inputs);
		assertNull(module.getOutput("heat"));
		assertNotNull(module.getOutput("picture"));
	}

	@SuppressWarnings("unchecked")
	private static <T> Img<T> images(final Object output) {
		return (Img<T>) assertInstanceOf(Img.class, output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Pipeline.groovy", "Pipeline.py" })
	void pipeline(final String template) throws Exception {
		final ScriptModule module = run(template, Map.of("output", folder.resolve("study").toFile(), "patients", 4, "size", 32,
			"epochs", 1, "folds", 2, "device", "cpu"));
		assertTrue(new File((String) module.getOutput("report")).isFile());
		for (final String step : List.of("screens", "crops", "validation", "classifier", "explained", "report"))
			assertEquals("finished", JsonParser.parseString(Files.readString(folder.resolve("study").resolve(step).resolve(
				"run.json"), StandardCharsets.UTF_8)).getAsJsonObject().get("status").getAsString(), step);
		final String summary = (String) module.getOutput("summary");
		assertTrue(summary.matches("accuracy [01]\\.\\d+ in 2 trainings; 4 images explained in .*explained"), summary);
	}
}
