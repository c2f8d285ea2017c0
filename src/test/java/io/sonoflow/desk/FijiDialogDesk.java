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
package io.sonoflow.desk;

import static io.sonoflow.desk.Hands.check;

import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ByteProcessor;

import io.sonoflow.file.Tables;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;

import javax.swing.JCheckBox;

import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.widget.InputHarvester;

/**
 * The dialogs as Fiji's menu opens them: a SciJava module with all processors, in a thread of SciJava. What Fiji has and Maven
 * Central has not, SciJava's own dialog and the recorder of imagej-legacy, is acted out; see {@link DialogTest}.
 */
public final class FijiDialogDesk {

	private static final String PHANTOMS = "Make Phantoms";
	private static final String PREVIEW = "Preview Markers";
	private static final String CROP = "Crop Ultrasound";
	private static final String BOXES = "Crop: is this the picture?";
	private static final String LIVE = "Preview Markers (live)";

	private static final List<String> ASKED = new ArrayList<>();
	private static final Set<String> RESOLVED = new HashSet<>();
	private static final Map<String, Object> RECORDED = new TreeMap<>();

	private final Path folder;
	private final Context context = new Context();

	private FijiDialogDesk(final Path folder) {
		this.folder = folder;
	}

	/** Notes what was given before anybody is asked: that is not recorded. */
	@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 1)
	public static final class RecorderBefore extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			RESOLVED.clear();
			RECORDED.clear();
			for (final ModuleItem<?> input : module.getInfo().inputs())
				if (module.isInputResolved(input.getName())) RESOLVED.add(input.getName());
		}
	}

	/** Would open SciJava's dialog. */
	@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY)
	public static final class Harvester extends AbstractPreprocessorPlugin {

		@Override
		public void process(final Module module) {
			for (final ModuleItem<?> input : module.getInfo().inputs())
				if (!module.isInputResolved(input.getName())) ASKED.add(input.getName());
		}
	}

	/** Records the rest. */
	@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_LOW)
	public static final class RecorderAfter extends AbstractPostprocessorPlugin {

		@Override
		public void process(final Module module) {
			for (final ModuleItem<?> input : module.getInfo().inputs())
				if (!RESOLVED.contains(input.getName()) && module.getInput(input.getName()) != null) RECORDED.put(input.getName(),
					module.getInput(input.getName()));
		}
	}

	/** @param args a folder for what is written */
	public static void main(final String... args) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
			e.printStackTrace();
			System.exit(1);
		});
		new ImageJ();
		final FijiDialogDesk desk = new FijiDialogDesk(Path.of(args[0]));
		final PluginService plugins = desk.context.service(PluginService.class);
		plugins.addPlugin(new PluginInfo<>(RecorderBefore.class, PreprocessorPlugin.class));
		plugins.addPlugin(new PluginInfo<>(Harvester.class, PreprocessorPlugin.class));
		plugins.addPlugin(new PluginInfo<>(RecorderAfter.class, PostprocessorPlugin.class));
		desk.cancelledNothingRuns();
		desk.okRunsAndIsRecorded();
		desk.aRunThatCannotBeginComesBack();
		desk.thePreviewFollows();
		desk.theBoxIsAskedFor();
		check(ASKED.isEmpty(), "SciJava's dialog would have asked for " + ASKED);
		System.exit(0);
	}

	private Future<Module> choose(final String title) throws InterruptedException {
		final CommandInfo info = context.service(CommandService.class).getCommands().stream().filter(each -> each.getMenuPath()
			.getLeaf() != null && each.getMenuPath().getLeaf().getName().equals(title + "...")).findFirst().orElseThrow();
		final Future<Module> module = context.service(ModuleService.class).run(info, true);
		Hands.await(title);
		return module;
	}

	private void fill() throws Exception {
		Hands.type("output", folder.resolve("phantoms").toString());
		Hands.type("patients", "1");
		Hands.type("size", "64");
		if (((JCheckBox) Hands.part("screens")).isSelected()) Hands.click("screens");
	}

	private void cancelledNothingRuns() throws Exception {
		final Future<Module> module = choose(PHANTOMS);
		fill();
		Hands.click("cancel");
		Hands.awaitNone(PHANTOMS);
		Hands.await("over", module::isDone);
		check(!Files.exists(folder.resolve("phantoms")) && RECORDED.isEmpty(), RECORDED);
	}

	private void okRunsAndIsRecorded() throws Exception {
		final Future<Module> module = choose(PHANTOMS);
		Hands.type("patients", "none");
		Hands.click("ok");
		check(Hands.window(PHANTOMS).isPresent(), "OK with a wrong value keeps the dialog");
		fill();
		Hands.click("ok");
		check(module.get().getOutput("figures").toString().contains("images=4"), module.get().getOutput("figures"));
		check(RECORDED.get("patients").equals(1) && RECORDED.get("screens").equals(false) && RECORDED.containsKey("seed"),
			RECORDED);
	}

	private void aRunThatCannotBeginComesBack() throws Exception {
		final Future<Module> module = choose(PHANTOMS);
		fill();
		Hands.click("ok");
		Hands.await("the dialog comes back", () -> Hands.window(PHANTOMS).isPresent() && Hands.isShowing("mistake"));
		check(Hands.text("size").equals("64"), "all typed values survive");
		Hands.click("cancel");
		Hands.awaitNone(PHANTOMS);
		Hands.await("over", module::isDone);
		Thread.sleep(300);
		check(RECORDED.isEmpty(), RECORDED);
		check(Hands.windows().matches("\\[ImageJ(, Log|, Make Phantoms - phantoms)*\\]"), "Nobody is told a second time: " + Hands
			.windows());
	}

	private void thePreviewFollows() throws Exception {
		new ImagePlus("scan", new ByteProcessor(128, 96)).show();
		final Future<Module> module = choose(PREVIEW);
		Hands.type("count", "4");
		Hands.await("four", () -> WindowManager.getImage(LIVE) != null && WindowManager.getImage(LIVE).getStackSize() == 4);
		Hands.click("ok");
		module.get();
		check(WindowManager.getImage(LIVE) == null && WindowManager.getImage(PREVIEW).getStackSize() == 4, Hands.windows());
	}

	/** In Fiji, too, boxes can be corrected; and what is filled in when the dialog came back counts, not the image in front. */
	private void theBoxIsAskedFor() throws Exception {
		final ByteProcessor screen = new ByteProcessor(400, 300);
		final Random random = new Random(1);
		for (int y = 40; y < 260; y++)
			for (int x = 60; x < 340; x++)
				screen.set(x, y, 60 + random.nextInt(120));
		final ImagePlus image = new ImagePlus("screen", screen);
		image.show();
		Future<Module> module = choose(CROP);
		Hands.click("ok");
		Hands.await(BOXES).dispose();
		Hands.await("over", module::isDone);
		WindowManager.setCurrentWindow(image.getWindow());
		module = choose(CROP);
		Hands.type("output", folder.resolve("phantoms").toString());
		Hands.click("ok");
		Hands.await("the dialog comes back", () -> Hands.window(CROP).isPresent() && Hands.isShowing("mistake"));
		Hands.type("input", folder.resolve("phantoms/dataset.csv").toString());
		Hands.type("output", folder.resolve("crops").toString());
		Hands.click("ok");
		module.get();
		check(Tables.read(folder.resolve("crops/dataset.csv")).rows().size() == 4, "the image was cropped, not the files");
	}
}
