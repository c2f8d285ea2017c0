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
package io.sonoflow.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Host;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.Step;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

/** A step as a command of SciJava. Its key {@code folds} is declared once, in a group, and must appear everywhere. */
class StepCommandTest {

	/** The one declaration. */
	public static final class Division extends Parameters {

		@Parameter(label = "Folds", description = "Parts, 2 to 9.", min = "2", max = "9")
		public int folds = 3;

		@Parameter(label = "Cut", description = "Share of the parts that is cut off, below 1.", max = "0.9")
		public double cut = 0.5;
	}

	/** A small step. */
	public static final class Divide extends Step<Integer> {

		@Parameter(label = "Output", description = "Folder.", style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(
			name = Key.FRAME) })
		public File output;

		@Group("Division")
		public Division division = new Division();

		@Parameter(label = "Class", description = "Which.")
		public String class_ = "";

		private Runnable during = () -> {
		};

		@Override
		public String label() {
			return "Divide...";
		}

		@Override
		protected Integer execute(final Monitor monitor) {
			return inFolder(record(List.of()), monitor, folder -> {
				during.run();
				folder.figure("parts", division.folds);
				return division.folds;
			});
		}
	}

	/** And its command. */
	@Plugin(type = MenuEntry.class, menuPath = "Plugins>Sonoflow>Divide...", description = "Divides.")
	public static final class DivideCommand extends StepCommand<Integer> {

		private static final List<Integer> SHOWN = new ArrayList<>();

		public DivideCommand() {
			super(new Divide());
		}

		@Override
		protected void show(final Integer result) {
			SHOWN.add(result);
		}

		@Override
		protected Object image(final Integer result) {
			return "image of " + result;
		}
	}

	@TempDir
	private Path folder;
	private static Context context;
	private static StepInfo info;

	@BeforeAll
	static void open() {
		context = new Context();
		info = new StepInfo(new PluginInfo<>(DivideCommand.class, MenuEntry.class));
		context.service(PluginService.class).addPlugin(info);
	}

	@BeforeEach
	void clear() {
		DivideCommand.SHOWN.clear();
	}

	@AfterAll
	static void close() {
		context.dispose();
	}

	private JsonObject record(final String name) throws IOException {
		return JsonParser.parseString(Files.readString(folder.resolve(name).resolve("run.json"))).getAsJsonObject();
	}

	@Test
	void theDialogsInputsAreTheKeysInTheirOrderUnderTheGroupsHeading() {
		final List<ModuleItem<?>> items = StreamSupport.stream(info.inputs().spliterator(), false).toList();
		assertEquals(List.of("output", "folds", "cut", "class"), items.stream().filter(item -> item
			.getVisibility() != ItemVisibility.MESSAGE).map(ModuleItem::getName).toList());
		assertEquals(List.of("output", "[Division]", "folds", "cut", "[Further]", "class"), shown(info));
		assertEquals(ItemVisibility.MESSAGE, items.get(1).getVisibility());
		assertEquals("Division", items.get(1).getDefaultValue());
		final ModuleItem<?> folds = info.getInput("folds");
		assertEquals(List.of("Folds", "Parts, 2 to 9.", 3, 2, 9, int.class), Arrays.asList(folds.getLabel(), folds
			.getDescription(), folds.getDefaultValue(), folds.getMinimumValue(), folds.getMaximumValue(), folds.getType()));
		for (final ModuleItem<?> item : items)
			assertFalse(item.isPersisted() || item.isRequired() || item.isAutoFill(), item.getName());
		assertTrue(info.isValid(), info.getProblems().toString());
	}

	/** {@return the inputs' names in their order, headings in brackets} */
	private static List<String> shown(final StepInfo command) {
		final List<String> shown = new ArrayList<>();
		for (final ModuleItem<?> item : command.inputs())
			shown.add(item.getVisibility() == ItemVisibility.MESSAGE ? "[" + item.getDefaultValue() + "]" : item.getName());
		return shown;
	}

	/** Headings that keys of no group name, and a heading that comes twice. */
	public static final class Headed extends Step<Integer> {

		@Parameter(label = "Method", description = "Which.", attrs = @Attr(name = Key.HEADING, value = "Way"))
		public String method = "";

		@Parameter(label = "Count", description = "How many.")
		public int count = 1;

		@Group("Division")
		public Division division = new Division();

		@Parameter(label = "Unit", description = "Which.", attrs = @Attr(name = Key.HEADING, value = "Division"))
		public String unit = "";

		@Parameter(label = "Size", description = "How large.", attrs = @Attr(name = Key.HEADING, value = "Way"))
		public int size = 1;

		@Override
		public String label() {
			return "Headed...";
		}

		@Override
		protected Integer execute(final Monitor monitor) {
			return count;
		}
	}

	/** Its command. */
	public static final class HeadedCommand extends StepCommand<Integer> {

		public HeadedCommand() {
			super(new Headed());
		}
	}

	@Test
	void keysOfNoGroupNameTheirHeading() {
		assertEquals(List.of("[Way]", "method", "count", "[Division]", "folds", "cut", "unit", "[Way]", "size"), shown(
			new StepInfo(new PluginInfo<>(HeadedCommand.class, MenuEntry.class))));
	}

	@Test
	void theDialogMarksAWrongValueBeforeTheRun() throws Exception {
		final Module module = info.createModule();
		assertNull(info.getInput("folds").validateMessage(module));
		module.setInput("folds", 10);
		assertEquals("folds=10 is out of range. Allowed: a whole number from 2 to 9.", info.getInput("folds").validateMessage(
			module));
		assertTrue(info.getInput("output").validateMessage(module).startsWith("The key output is missing"));
	}

	@Test
	void commandServiceRunsItByClassAndGivesOutputsButNoWindow() throws Exception {
		final CommandModule module = context.service(CommandService.class).run(DivideCommand.class, true, "output", folder
			.resolve("a").toFile(), "folds", 5).get();
		assertEquals(folder.resolve("a").toFile(), module.getOutput("folder"));
		assertEquals(Map.of("parts", 5), module.getOutput("figures"));
		assertEquals("image of 5", module.getOutput("image"));
		assertEquals(5, module.getOutput("result"));
		assertEquals(Set.of("folder", "figures", "image", "result"), module.getOutputs().keySet());
		for (final String output : module.getOutputs().keySet())
			assertTrue(module.isOutputResolved(output), "SciJava would show " + output);
		assertEquals(List.of(), DivideCommand.SHOWN);
	}

	/** As where SciJava could ask: what is not resolved it would ask for, in a dialog. */
	@Test
	void besideWindowsOnlyTheMenuIsAsked() throws Exception {
		final QuietInputs quiet = new QuietInputs(() -> true);
		final Module script = info.createModule();
		script.setInput("output", folder.resolve("h").toFile());
		script.resolveInput("output");
		quiet.process(script);
		assertEquals(List.of(), asked(script));
		context.inject(script.getDelegateObject());
		script.run();
		assertEquals(List.of(), DivideCommand.SHOWN);
		final Module menu = info.createModule();
		quiet.process(menu);
		assertEquals(shown(info).size(), asked(menu).size());
		menu.setInput("output", folder.resolve("i").toFile());
		context.inject(menu.getDelegateObject());
		menu.run();
		assertEquals(List.of(3), DivideCommand.SHOWN);
		final Module macro = info.createModule();
		new QuietInputs(() -> false).process(macro);
		assertEquals(List.of(), asked(macro));
	}

	private static List<String> asked(final Module module) {
		return StreamSupport.stream(module.getInfo().inputs().spliterator(), false).map(ModuleItem::getName).filter(
			name -> !module.isInputResolved(name)).toList();
	}

	@Test
	void commandServiceRunsItByNameAndModuleServiceByItsInformation() throws Exception {
		assertEquals(Map.of("parts", 3), context.service(CommandService.class).run(DivideCommand.class.getName(), false,
			"output", folder.resolve("b").toFile()).get().getOutput("figures"));
		final Module module = context.service(ModuleService.class).run(info, true, "output", folder.resolve("c").toFile(),
			"folds", 4).get();
		assertEquals(Map.of("parts", 4), module.getOutput("figures"));
		assertTrue(context.service(ModuleService.class).getModules().contains(info));
		assertEquals("Divide...", context.service(CommandService.class).getCommand(DivideCommand.class).getMenuPath().getLeaf()
			.getName());
	}

	@Test
	void aScriptsMistakesAreExceptions() {
		final CommandService service = context.service(CommandService.class);
		assertMessage("folds=10 is out of range. Allowed: a whole number from 2 to 9.", () -> service.run(DivideCommand.class,
			true, "output", folder.resolve("d").toFile(), "folds", 10).get());
		assertMessage("The key output is missing: Folder. Add output=[path].", () -> service.run(DivideCommand.class, true,
			"folds", 3).get());
		assertMessage("Unknown key flods=3 (did you mean folds?). The keys of this command are: output, folds, cut, class. " +
			"A value with blanks needs brackets: output=[a b].", () -> service.run(DivideCommand.class, true, "flods", 3).get());
		assertFalse(Files.exists(folder.resolve("d")));
	}

	private static void assertMessage(final String message, final org.junit.jupiter.api.function.Executable run) {
		Throwable cause = assertThrows(Exception.class, run);
		while (!(cause instanceof SonoflowException) && cause.getCause() != null)
			cause = cause.getCause();
		assertEquals(message, cause.getMessage());
	}

	@Test
	void textOfADialogGoesThroughTheDeclarationAndTheResultIsShown() throws Exception {
		final CommandModule module = (CommandModule) info.createModule();
		context.inject(module.getCommand());
		((DialogFollower) module.getCommand()).parameters().set(Map.of("output", folder.resolve("e").toString(), "folds", "6",
			"class", "x"));
		Host.fromMenu(module::run);
		assertEquals(List.of(6), DivideCommand.SHOWN);
		final JsonObject parameters = record("e").getAsJsonObject("parameters");
		assertEquals("[output, folds, cut, class]", parameters.keySet().toString());
		assertEquals("x", parameters.get("class").getAsString());
		assertEquals(6, parameters.get("folds").getAsInt());
		assertMessage("folds=5.5 is not a whole number. Allowed: a whole number from 2 to 9, e.g. folds=3.",
			() -> ((DialogFollower) module.getCommand()).parameters().set(Map.of("folds", "5.5")));
	}

	@Test
	void changingAFieldDuringTheRunChangesNothing() throws IOException {
		final Divide divide = new Divide();
		divide.output = folder.resolve("f").toFile();
		divide.during = () -> {
			divide.division.folds = 9;
			divide.class_ = "other";
		};
		assertEquals(3, divide.run(Monitor.NONE));
		assertEquals(3, record("f").getAsJsonObject("parameters").get("folds").getAsInt());
		assertEquals(9, divide.division.folds);
	}

	@Test
	void anUnfinishedRunIsResumedWithTheSameKeysAndRefusedWithOthers() {
		final Divide divide = new Divide();
		divide.output = folder.resolve("g").toFile();
		divide.during = () -> {
			AtomicFiles.writeText(folder.resolve("g/part"), "done");
			throw new SonoflowException.Cancelled("stop");
		};
		assertThrows(SonoflowException.Cancelled.class, () -> divide.run(Monitor.NONE));
		divide.during = () -> {
		};
		divide.with("folds", 4);
		assertTrue(assertThrows(SonoflowException.Input.class, () -> divide.run(Monitor.NONE)).getMessage().contains(
			"folds was 3, now 4"));
		assertEquals(3, divide.with("folds", 3).run(Monitor.NONE));
	}

	@Test
	void theDocumentationsRowIsMadeOfTheDeclaration() {
		assertTrue(ParameterTable.of(info).contains("\n| `folds` | 3 | a whole number from 2 to 9 | Parts, 2 to 9. |\n"),
			ParameterTable.of(info));
		assertTrue(ParameterTable.of(info).contains("\n| `output` | * | a path | Folder. |\n"));
	}

	@Test
	void theScriptsApiKnowsTheKeyAsFieldTextAndProperty() {
		final Divide divide = new Divide();
		divide.division.folds = 5;
		assertEquals(5, divide.get("folds"));
		divide.propertyMissing("folds", 6);
		assertEquals(6, divide.propertyMissing("folds"));
		assertThrows(SonoflowException.Input.class, () -> divide.with("folds", 5.5));
	}

	@Test
	void aBrokenEntryIsSkippedAndDoesNotEndTheStart() {
		final StepInfo broken = new StepInfo(new PluginInfo<>("io.sonoflow.NoSuchCommand", MenuEntry.class));
		assertFalse(broken.isValid());
		assertFalse(broken.inputs().iterator().hasNext());
	}
}
