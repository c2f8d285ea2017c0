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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.image.Box;
import io.sonoflow.step.generate.TinyDiffusion;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.SimpleScriptContext;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.ImgView;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.script.ScriptService;

/**
 * Every script of docs/scripting.md runs, in the order of the page; script parameters are filled by their names. Its macros
 * run in {@code DocsTest}.
 */
class ScriptingPageTest {

	private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
	private static final Pattern PARAMETER = Pattern.compile("(?m)^#@ (?:\\w+) (\\w+)$");

	private static final RandomAccessibleInterval<UnsignedByteType> SCREEN = Phantoms.screen("testis", 0, false, 1);

	private static Context context;

	@TempDir
	private static Path folder;

	private static Map<String, Object> parameters;

	@BeforeAll
	static void open() {
		System.setProperty("sonoflow.monitor", "none");
		context = ScriptLanguages.open();
		final Path classifier = TinyClassifier.write(folder.resolve("classifier.safetensors"));
		final Path generator = TinyDiffusion.write(folder.resolve("generator.safetensors"), TinyDiffusion.config().build(),
			TinyDiffusion.NOTES);
		parameters = Map.of("image", ImgView.wrap(SCREEN), "classifier", classifier.toFile(),
			"generator", generator.toFile(), "output", folder.toFile(), "ops", new YamlOps(),
			"modules", context.service(ModuleService.class), "commands", context.service(CommandService.class));
	}

	@AfterAll
	static void close() {
		context.dispose();
		System.clearProperty("sonoflow.monitor");
	}

	@Test
	void everyBlockRuns() throws Exception {
		final List<Map<String, Object>> values = new ArrayList<>();
		final Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/scripting.md")));
		while (block.find())
			if (!block.group(1).equals("ijm")) values.add(run(block.group(1), block.group(2)));
		assertEquals(11, values.size());
		assertEquals(256, ((RandomAccessibleInterval<?>) values.get(0).get("small")).dimension(0));
		assertTrue(((String) values.get(0).get("said")).contains("Nakagami m 0.9"), (String) values.get(0).get("said"));
		assertEquals(2, ((List<?>) values.get(1).get("images")).size());
		assertTrue(((String) values.get(2).get("said")).contains("velocity in cm/s: true"), (String) values.get(2).get("said"));
		assertTrue((double) values.get(3).get("similarity") < 1);
		assertEquals(SpeckleStatistics.of(Ultrasound.crop(SCREEN), new Box(130, 120, 60, 60), 60).nakagami(), values.get(4).get(
			"m"));
		final String validation = (String) values.get(5).get("said");
		assertTrue(validation.matches("(?s).*accuracy [01]\\.\\d+ in 2 trainings: \\[[01]\\.\\d+, [01]\\.\\d+\\]\\s*"), validation);
		assertTrue(Files.isRegularFile((Path) values.get(6).get("model")));
		assertTrue(((Number) values.get(6).get("loss")).doubleValue() > 0);
		assertTrue(((String) values.get(7).get("said")).contains("images:4"), (String) values.get(7).get("said"));
		assertTrue(Files.isRegularFile(folder.resolve("preview/preview.png")));
		assertTrue(Files.isRegularFile(folder.resolve("marked/dataset.csv")));
		final String refused = (String) values.get(8).get("said");
		assertTrue(refused.contains("refused: count=four is not a number. Allowed: "), refused);
		assertTrue(refused.matches("(?s).*failed: .*missing.*") && !refused.contains("images:"), refused);
		assertFalse(Files.exists(folder.resolve("preview2")));
		final Monitor monitor = (Monitor) values.get(10).get("monitor");
		monitor.progress("stage", 1, 2);
		assertFalse(monitor.isCancelled());
	}

	private static Map<String, Object> run(final String language, final String text) throws Exception {
		final ScriptEngine engine = context.service(ScriptService.class).getLanguageByName(language).getScriptEngine();
		final SimpleScriptContext script = new SimpleScriptContext();
		final StringWriter said = new StringWriter();
		script.setWriter(said);
		final Matcher parameter = PARAMETER.matcher(text);
		while (parameter.find()) {
			assertTrue(parameters.containsKey(parameter.group(1)), parameter.group());
			script.setAttribute(parameter.group(1), parameters.get(parameter.group(1)), ScriptContext.ENGINE_SCOPE);
		}
		engine.eval(text.replaceAll("(?m)^#@.*$", ""), script);
		final Map<String, Object> values = new HashMap<>(script.getBindings(ScriptContext.ENGINE_SCOPE));
		values.put("said", said.toString());
		return values;
	}
}
