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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.Macro;
import ij.Menus;
import ij.plugin.PlugIn;

import io.sonoflow.SonoflowException;
import io.sonoflow.legacy.launch.Launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleRunner;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.ModulePreprocessor;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;

/**
 * The way a command goes in Fiji: SciJava's module with all its processors, and, in a macro, the inputs filled from the
 * macro's options as imagej-legacy's MacroPreprocessor does (that library is not on Maven Central, so its few lines are
 * acted out here; in Fiji the module runs in a thread of SciJava and sees the same options through patched classes).
 */
class FijiTest {

	private static final String LABEL = "Sonoflow test in Fiji";

	private static Context context;
	private static CommandModule lastModule;

	@TempDir
	private Path tmp;

	/** What imagej-legacy does when the macro calls the menu entry. */
	public static final class LegacyService implements PlugIn {

		@Override
		public void run(final String className) {
			final List<ModulePreprocessor> before = new ArrayList<>();
			before.add(new MacroPreprocessor());
			before.addAll(context.service(PluginService.class).createInstancesOfType(PreprocessorPlugin.class));
			lastModule = assertInstanceOf(CommandModule.class, context.service(org.scijava.module.ModuleService.class)
				.createModule(context.service(CommandService.class).getCommand(className)));
			new ModuleRunner(context, lastModule, before, context.service(PluginService.class).createInstancesOfType(
				PostprocessorPlugin.class)).run();
		}
	}

	private static final class MacroPreprocessor extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			if (!IJ.isMacro()) return;
			for (final ModuleItem<?> input : module.getInfo().inputs()) {
				final String value = Macro.getOptions() == null ? null : Macro.getValue(Macro.getOptions(), input.getName(), null);
				final ConvertService convert = context.service(ConvertService.class);
				if (value == null || !convert.supports(value, input.getType())) continue;
				module.setInput(input.getName(), convert.convert(value, input.getType()));
				module.resolveInput(input.getName());
			}
		}
	}

	@BeforeAll
	static void open() {
		context = new Context();
		assertEquals(1, Launcher.launch(System.out, new PrintStream(PrintStream.nullOutputStream()), "--run", "Start"));
		commands().put(LABEL, LegacyService.class.getName() + "(\"" + PreviewMarkersCommand.class.getName() + "\")");
	}

	@SuppressWarnings("unchecked")
	private static Hashtable<String, String> commands() {
		return Menus.getCommands();
	}

	@AfterAll
	static void close() {
		commands().remove(LABEL);
		context.dispose();
	}

	private MacroRun macro(final String options) throws IOException {
		lastModule = null;
		return MacroRun.of(Files.createDirectories(tmp.resolve("macro")), LABEL, options);
	}

	@Test
	void aMacroRunsTheCommandAndMissingKeysAskNobody() throws IOException {
		new Scene(tmp).gray("a b/x.png", 64, 48);
		final MacroRun run = macro("input=[" + tmp + "/a b] count=2 output=" + tmp + "/out");
		assertEquals(0, run.code(), run.errors());
		assertTrue(run.reachedEnd());
		assertFalse(lastModule.isCanceled());
		assertTrue(Files.isRegularFile(tmp.resolve("out/preview.png")));
	}

	@Test
	void anUnknownKeyStopsTheMacroThoughFijiItselfIgnoresIt() throws IOException {
		new Scene(tmp).gray("in/x.png", 64, 48);
		final MacroRun run = macro("input=" + tmp + "/in cuont=2 output=" + tmp + "/out");
		assertEquals(1, run.code());
		assertFalse(run.reachedEnd());
		assertTrue(run.errors().contains("Unknown key cuont=2 (did you mean count?)"), run.errors());
		assertTrue(lastModule.isCanceled());
		assertTrue(lastModule.getCancelReason().contains("cuont"));
		assertFalse(Files.exists(tmp.resolve("out")));
	}

	@Test
	void aWordForANumberStopsTheMacroThoughSciJavaReadsZero() throws IOException {
		new Scene(tmp).gray("in/x.png", 64, 48);
		final MacroRun run = macro("input=" + tmp + "/in seed=abc output=" + tmp + "/out");
		assertEquals(1, run.code());
		assertTrue(run.errors().contains("seed=abc is not a number"), run.errors());
		assertFalse(Files.exists(tmp.resolve("out")));
	}

	@Test
	void withoutMacroInputsAreObjectsAndMistakesAreExceptions() throws Exception {
		new Scene(tmp).gray("in/x.png", 64, 48);
		final CommandService service = context.service(CommandService.class);
		final CommandModule good = service.run(PreviewMarkersCommand.class, true, Map.of("input", tmp.resolve("in").toFile(), "count",
			2)).get();
		assertNotNull(good);
		assertNull(good.getCancelReason());
		final Exception bad = assertThrows(ExecutionException.class, () -> service.run(PreviewMarkersCommand.class, true, Map.of(
			"input", tmp.resolve("in").toFile(), "count", 2000)).get());
		assertTrue(root(bad).getMessage().contains("count=2000 is out of range"), root(bad).toString());
		final Exception unknown = assertThrows(Exception.class, () -> service.run(PreviewMarkersCommand.class, true, Map.of("cuont",
			2)).get());
		assertTrue(root(unknown).getMessage().contains("cuont"), root(unknown).toString());
		assertFalse(Files.exists(tmp.resolve("out")));
	}

	/** Its only input is a file: SciJava would open a chooser, and headless cancel without a word. */
	@Test
	void aSingleMissingFileIsNamedInsteadOfSilentlyCancelled() {
		final Exception e = assertThrows(ExecutionException.class, () -> context.service(CommandService.class).run(
			InspectWeightsCommand.class, true, Map.of("overwrite", false)).get());
		assertInstanceOf(SonoflowException.Input.class, root(e));
		assertTrue(root(e).getMessage().contains("input is missing"), root(e).toString());
	}

	private static Throwable root(final Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null)
			cause = cause.getCause();
		return cause;
	}
}
