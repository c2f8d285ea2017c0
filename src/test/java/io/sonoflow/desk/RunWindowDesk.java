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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;

import io.sonoflow.command.MakePhantomsCommand;
import io.sonoflow.command.TrainClassifierCommand;
import io.sonoflow.legacy.Host;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.swing.AbstractButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;

import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleException;

/**
 * Commands chosen in ImageJ's menu, with their windows: one ends by itself, of two that go on at once the first is cancelled by
 * Escape and the second ended early. Takes the folder to work in, and that for pictures.
 */
public final class RunWindowDesk {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

	private final Context context = new Context();
	private final Path folder;
	private final Path pictures;
	private final Robot robot;

	private RunWindowDesk(final Path folder, final Path pictures) throws AWTException {
		this.folder = folder;
		this.pictures = pictures;
		this.robot = new Robot();
		robot.setAutoWaitForIdle(true);
		robot.setAutoDelay(40);
	}

	public static void main(final String[] arguments) throws Exception {
		try {
			new ImageJ();
			commands().put("Sonoflow Report...", "io.sonoflow.legacy.launch.Adapter(\"io.sonoflow.command.SonoflowReportCommand\")");
			final RunWindowDesk desk = new RunWindowDesk(Path.of(arguments[0]), Path.of(arguments[1]));
			desk.aRunEndsWithItsResult();
			desk.eachRunIsEndedInItsOwnWindow();
			// Threads of windows would go on.
			Runtime.getRuntime().halt(0);
		}
		catch (final AssertionError e) {
			Desk.shot(Path.of(arguments[1], "failed.png"));
			e.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	/** ImageJ finds them in a folder of plugins, which this one has not. */
	@SuppressWarnings("unchecked")
	private static Map<String, String> commands() {
		return Menus.getCommands();
	}

	private static void check(final boolean right, final String what) {
		if (!right) throw new AssertionError(what);
	}

	private static <V> V await(final String what, final Supplier<Optional<V>> look) throws InterruptedException {
		final long until = System.nanoTime() + PATIENCE;
		while (System.nanoTime() < until) {
			final Optional<V> found = look.get();
			if (found.isPresent()) return found.get();
			Thread.sleep(100);
		}
		throw new AssertionError("Was not seen: " + what);
	}

	private static void await(final String what, final BooleanSupplier look) throws InterruptedException {
		await(what, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
	}

	/** As the adapter does it when the dialog was answered. */
	private Thread choose(final Class<? extends Command> command, final Map<String, Object> values) {
		final Thread thread = new Thread(() -> {
			try {
				final CommandModule module = (CommandModule) context.service(CommandService.class).getCommand(command)
					.createModule();
				context.inject(module.getCommand());
				values.forEach(module::setInput);
				Host.fromMenu(module::run);
			}
			catch (final ModuleException e) {
				throw new IllegalStateException(e);
			}
		});
		thread.start();
		return thread;
	}

	private static Stream<Component> parts(final Component component) {
		return component instanceof Container container ? Stream.concat(Stream.of(component), Arrays.stream(container
			.getComponents()).flatMap(RunWindowDesk::parts)) : Stream.of(component);
	}

	private static <C extends Component> C part(final JFrame window, final String name, final Class<C> type) {
		return parts(window).filter(part -> name.equals(part.getName())).findFirst().map(type::cast).orElseThrow(
			() -> new AssertionError("no " + name + " in " + window.getTitle()));
	}

	private static boolean has(final JFrame window, final String name) {
		return parts(window).anyMatch(part -> name.equals(part.getName()) && part.isShowing());
	}

	private static Stream<JFrame> windows(final String title) {
		return Arrays.stream(Frame.getFrames()).filter(frame -> frame.isShowing() && frame.getTitle().equals(title)).map(
			JFrame.class::cast);
	}

	private void click(final JFrame window, final Component part) throws InterruptedException {
		window.toFront();
		Thread.sleep(300);
		final Point corner = part.getLocationOnScreen();
		robot.mouseMove(corner.x + part.getWidth() / 2, corner.y + part.getHeight() / 2);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
	}

	private void escape() {
		robot.keyPress(KeyEvent.VK_ESCAPE);
		robot.keyRelease(KeyEvent.VK_ESCAPE);
	}

	private void shot(final String name) throws IOException, AWTException, InterruptedException {
		Thread.sleep(400);
		Desk.shot(pictures.resolve(name + ".png"));
	}

	private static JsonObject record(final Path output) {
		try {
			return JsonParser.parseString(Files.readString(output.resolve("run.json"))).getAsJsonObject();
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	private void aRunEndsWithItsResult() throws Exception {
		choose(MakePhantomsCommand.class, Map.of("output", folder.resolve("phantoms").toFile(), "patients", 6, "screens", false,
			"size", 64)).join();
		final JFrame window = await("the window of Make Phantoms at its end", () ->
			windows("Make Phantoms - phantoms").filter(each -> has(each,
			"result")).findFirst());
		await("pictures of the result", () -> part(window, "thumbnails", Container.class).getComponentCount() > 5);
		check(part(window, "stage", JLabel.class).getText().startsWith("Finished after"), "headline");
		check(windows("Make Phantoms - phantoms").count() == 1, "more than one window");
		final JTable figures = part(window, "figures", JTable.class);
		check("images".equals(figures.getValueAt(0, 0)) && "24".equals(figures.getValueAt(0, 1)), "figures");
		check(has(window, "dataset.csv"), "no table to open");
		click(window, part(window, "folder", AbstractButton.class));
		await("the path where no desktop opens it", () -> has(window, "told") && part(window, "told", JTextComponent.class).getText()
			.equals(folder.resolve("phantoms").toString()));
		shot("phantoms-ended");
		click(window, part(window, "dataset.csv", AbstractButton.class));
		await("the table", () -> Arrays.stream(Frame.getFrames()).anyMatch(frame -> frame.isShowing() && frame.getTitle().equals(
			"phantoms dataset.csv")));
		window.toFront();
		click(window, part(window, "figures", JTable.class));
		escape();
		await("the window closed by Escape", () -> !window.isShowing());
	}

	private Path training(final String name) {
		final Path output = folder.resolve(name);
		choose(TrainClassifierCommand.class, Map.of("input", folder.resolve("phantoms/dataset.csv").toFile(), "output", output
			.toFile(), "size", 32, "batch", 8, "epochs", 5000, "device", "cpu"));
		return output;
	}

	private JFrame window(final Path output, final int place) throws InterruptedException {
		final JFrame window = await("the window of " + output, () -> windows("Train Classifier - " + output.getFileName())
			.findFirst());
		window.setLocation(place, 120);
		window.setSize(660, 560);
		await("progress", () -> part(window, "stage", JLabel.class).getText().startsWith("training: ") && !part(window, "left",
			JLabel.class).getText().startsWith("for"));
		return window;
	}

	private void eachRunIsEndedInItsOwnWindow() throws Exception {
		final Path one = training("one");
		final JFrame first = window(one, 0);
		final Path two = training("two");
		final JFrame second = window(two, 680);
		final ImagePlus unrelated = IJ.createImage("Unrelated", 200, 40, 1, 8);
		unrelated.show();
		unrelated.getWindow().setLocation(1100, 0);
		await("the unrelated image", () -> unrelated.getWindow().isShowing());
		Thread.sleep(300);
		robot.mouseMove(1200, 50);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		escape();
		await("that ImageJ got the key", IJ::escapePressed);
		Thread.sleep(1500);
		check(has(first, "cancel") && has(second, "cancel") && part(first, "cancel", AbstractButton.class).isEnabled(),
			"Escape in another window stopped a run");
		shot("two-running");
		click(first, part(first, "log", JTextComponent.class));
		escape();
		await("the cancelled run's end", () -> has(first, "close"));
		check("cancelled".equals(record(one).get("status").getAsString()), record(one).toString());
		check(record(one).get("message").getAsString().contains("the training up to step "), record(one).get("message")
			.getAsString());
		check(part(first, "log", JTextComponent.class).getText().contains("Run the command again with the same parameters to go on"),
			"no word of what is kept");
		check(Files.isDirectory(one.resolve("checkpoints/training")), "no checkpoint");
		check(has(second, "cancel"), "the other run was stopped, too");
		shot("first-cancelled");
		click(second, part(second, "finish", AbstractButton.class));
		await("the result of the run that was ended early", () -> has(second, "result"));
		check(part(second, "stage", JLabel.class).getText().startsWith("Ended early after"), "headline");
		check("finished".equals(record(two).get("status").getAsString()) && record(two).get("early").getAsString().matches(
			"after step \\d+ of 10000"), record(two).toString());
		check(Files.isRegularFile(two.resolve("model.safetensors")) && Files.isRegularFile(two.resolve("metrics.csv")), "no model");
		await("pictures", () -> part(second, "thumbnails", Container.class).getComponentCount() >= 2);
		check(part(second, "log", JTextComponent.class).getText().contains("Warning: The run was ended early"), "no warning");
		click(second, part(second, "report", AbstractButton.class));
		await("the report's path where no browser opens it", () -> has(second, "told") && part(second, "told", JTextComponent.class)
			.getText().equals(folder.resolve("two-report").resolve("report.html").toString()));
		check(Files.readString(folder.resolve("two-report/report.html")).contains("ended early"), "the report does not say it");
		shot("second-finished");
	}
}
