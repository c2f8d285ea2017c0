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

import ai.djl.Device;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

import io.sonoflow.Monitor;
import io.sonoflow.command.CropUltrasoundCommand;
import io.sonoflow.command.ExplainClassificationCommand;
import io.sonoflow.command.ReviewCropsCommand;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.phantom.MakePhantoms;

import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JSlider;
import javax.swing.SwingUtilities;

/** Corrects boxes on an image with the mouse, goes through doubtful crops, and looks at heat maps. */
public final class BoxAndHeatMapProgram {

	private final Path folder;

	private BoxAndHeatMapProgram(final Path folder) {
		this.folder = folder;
	}

	public static void main(final String[] arguments) throws Exception {
		final BoxAndHeatMapProgram program = new BoxAndHeatMapProgram(Path.of(arguments[0]));
		try {
			new ImageJ();
			program.boxesAreCorrected();
			program.doubtfulCropsAreGoneThrough();
			program.heatMapsLieOnTheirImage();
			Runtime.getRuntime().halt(0);
		}
		catch (final AssertionError | RuntimeException e) {
			Desk.shot(program.folder.resolve("failed.png"));
			e.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	private static JFrame window(final String name) {
		return (JFrame) Stream.of(Frame.getFrames()).filter(frame -> name.equals(frame.getName()) && frame.isShowing()).findFirst()
			.orElse(null);
	}

	private static JFrame await(final String name) {
		Windows.require(name, () -> window(name) != null);
		return window(name);
	}

	private static void click(final JFrame window, final String button) throws Exception {
		final JButton found = Windows.find(window, JButton.class, button).orElseThrow();
		SwingUtilities.invokeAndWait(found::doClick);
	}

	private static Thread start(final Runnable command) {
		final Thread thread = new Thread(command, "command");
		thread.start();
		return thread;
	}

	private static List<?> names(final JFrame window) {
		final JList<?> list = Windows.find(window, JList.class, "boxes").orElseThrow();
		return Stream.iterate(0, i -> i + 1).limit(list.getModel().getSize()).map(i -> list.getModel().getElementAt(i)).toList();
	}

	/** Presses in the middle of the selection and pulls it. */
	private static void pull(final ImagePlus image, final int dx, final int dy) throws Exception {
		final Rectangle before = image.getRoi().getBounds();
		for (int trial = 0; trial < 4 && image.getRoi().getBounds().equals(before); trial++) {
			// After a late event of the first placing, Java takes the window to be where it was; so it is moved by a pixel.
			image.getWindow().setLocation(trial, 100);
			image.getWindow().toFront();
			Thread.sleep(200L << trial);
			drag(image, dx, dy);
			for (int look = 0; look < 20 && image.getRoi().getBounds().equals(before); look++)
				Thread.sleep(100);
		}
	}

	private static void drag(final ImagePlus image, final int dx, final int dy) throws Exception {
		final ImageCanvas canvas = image.getCanvas();
		final Rectangle roi = image.getRoi().getBounds();
		final Point corner = canvas.getLocationOnScreen();
		final int x = corner.x + canvas.screenX(roi.x + roi.width / 2);
		final int y = corner.y + canvas.screenY(roi.y + roi.height / 2);
		final Robot robot = new Robot();
		// Not waiting until the windows are idle: with a busy window this takes seconds, and ImageJ takes a press that is held for
		// more than half a second for one that chooses a rectangle of the overlay.
		robot.setAutoDelay(60);
		robot.mouseMove(x, y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseMove(x + dx / 2, y + dy / 2);
		robot.mouseMove(x + dx, y + dy);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
	}

	private Path screens() {
		final Path phantoms = folder.resolve("phantoms");
		if (!Files.exists(phantoms)) MakePhantoms.of(phantoms).with("patients", 1).with("size", 128).run(Monitor.NONE);
		return phantoms;
	}

	private static ImagePlus open(final Path screens) {
		final Sample sample = Dataset.read(screens.resolve("dataset.csv"), Monitor.NONE).samples().get(0);
		final ImagePlus image = IJ.openImage(sample.image().toString());
		image.show();
		image.getWindow().setLocation(0, 100);
		Windows.require("the image", () -> image.getWindow() != null && image.getWindow().isShowing());
		return image;
	}

	private void boxesAreCorrected() throws Exception {
		final ImagePlus image = open(screens());
		image.setRoi(new Roi(5, 6, 7, 8));
		final Overlay own = new Overlay(new Roi(1, 2, 3, 4));
		image.setOverlay(own);
		final Map<String, String> typed = Map.of("mode", "views", "views", "auto", "output", folder.resolve("crops").toString());
		Thread command = start(() -> Windows.command(new CropUltrasoundCommand(), typed));
		JFrame window = await("sonoflow.review.boxes");
		final List<?> found = names(window);
		if (found.size() != 2 || !found.get(0).toString().matches("1: [01]\\.\\d\\d.*")) throw new AssertionError(found);
		if (image.getOverlay().size() != 3) throw new AssertionError(image.getOverlay());
		Thread.sleep(400);
		Desk.shot(folder.resolve("boxes.png"));
		click(window, "Cancel");
		while (command.isAlive()) {
			closeMessages();
			command.join(100);
		}
		if (Files.exists(folder.resolve("crops"))) throw new AssertionError("cancelled, but written");
		Windows.require("as before", () -> image.getRoi() != null && image.getRoi().getBounds().equals(new Rectangle(5, 6, 7, 8)) &&
			image.getOverlay() == own);
		command = start(() -> Windows.command(new CropUltrasoundCommand(), typed));
		window = await("sonoflow.review.boxes");
		final Rectangle before = image.getRoi().getBounds();
		pull(image, 11, -9);
		final JFrame shown = window;
		Windows.require("a corrected box", () -> names(shown).get(0).equals("1: corrected"));
		final Rectangle after = image.getRoi().getBounds();
		if (after.x == before.x || after.width != before.width) throw new AssertionError(before + " " + after);
		Desk.shot(folder.resolve("corrected.png"));
		// What a long press on the other rectangle does.
		final JList<?> list = Windows.find(window, JList.class, "boxes").orElseThrow();
		image.setRoi(image.getOverlay().get(2));
		Windows.require("the other rectangle chosen", () -> list.getSelectedIndex() == 1);
		SwingUtilities.invokeAndWait(() -> list.setSelectedIndex(0));
		click(window, "Crop");
		command.join();
		final List<List<String>> rows = Tables.read(folder.resolve("crops").resolve("boxes.csv")).rows();
		if (rows.size() != 2 || !rows.get(0).get(6).equals("corrected") || !rows.get(1).get(6).equals("found") || !rows.get(0).get(
			1).equals(String.valueOf(after.x))) throw new AssertionError(rows);
		Windows.require("two crops", () -> WindowManager.getImageCount() == 3);
		// They may lie over the image, where the mouse would find them.
		for (final int id : WindowManager.getIDList())
			if (id != image.getID()) WindowManager.getImage(id).close();
		// Without an output there is no boxes.csv: the recorder is given the corrected boxes.
		final CropUltrasoundCommand unwritten = new CropUltrasoundCommand();
		WindowManager.setCurrentWindow(image.getWindow());
		command = start(() -> Windows.command(unwritten, Map.of("mode", "views", "views", "auto")));
		window = await("sonoflow.review.boxes");
		pull(image, 11, -9);
		final JFrame next = window;
		Windows.require("a corrected box", () -> names(next).get(0).equals("1: corrected"));
		click(window, "Crop");
		command.join();
		final String views = unwritten.parameters().key("views").text(unwritten.parameters().key("views").get(unwritten
			.parameters()));
		if (!views.matches("\\d+,\\d+,\\d+,\\d+;485,130,300,300") || views.startsWith("185,130,300,300;"))
			throw new AssertionError(views);
		// The same screen as a file, with what was corrected.
		final CropUltrasound again = CropUltrasound.of(screens().resolve("dataset.csv"), folder.resolve("again"));
		again.with("mode", "views").with("views", "auto").with("boxes", folder.resolve("crops").resolve("boxes.csv").toFile()).run(
			Monitor.NONE);
		final List<String> first = Tables.read(folder.resolve("again").resolve("boxes.csv")).rows().get(0);
		if (!first.subList(1, 5).equals(rows.get(0).subList(1, 5))) throw new AssertionError(first);
		WindowManager.closeAllWindows();
	}

	/** A cancelled command may say so in a window, and wait for an answer. */
	private static void closeMessages() {
		for (final Window each : Window.getWindows())
			if (each instanceof Dialog && each.isShowing()) each.dispose();
	}

	private void doubtfulCropsAreGoneThrough() throws Exception {
		final Path doubted = folder.resolve("doubted");
		final CropUltrasound step = CropUltrasound.of(screens().resolve("dataset.csv"), doubted);
		step.with("mode", "views").with("views", "10,10,60,40").run(Monitor.NONE);
		final int doubtful = Tables.read(doubted.resolve("review.csv")).rows().size();
		if (doubtful != 2) throw new AssertionError(doubtful + " doubtful crops");
		Windows.command(new ReviewCropsCommand(), Map.of("input", doubted.toString()));
		JFrame window = await("sonoflow.review.boxes");
		final ImagePlus image = WindowManager.getCurrentImage();
		if (!image.getTitle().startsWith("1 of 2: ")) throw new AssertionError(image.getTitle());
		image.setRoi(new Roi(200, 150, 120, 100));
		final JFrame shown = window;
		Windows.require("a corrected box", () -> names(shown).get(0).equals("1: corrected"));
		Desk.shot(folder.resolve("doubtful.png"));
		click(window, "Confirm");
		Windows.require("the second", () -> WindowManager.getCurrentImage() != null && WindowManager.getCurrentImage().getTitle()
			.startsWith("2 of 2: ") && window("sonoflow.review.boxes") != null);
		window = await("sonoflow.review.boxes");
		click(window, "Skip");
		Windows.require("the end", () -> window("sonoflow.review.boxes") == null);
		final List<List<String>> rows = Tables.read(doubted.resolve("boxes.csv")).rows();
		if (!rows.get(0).subList(1, 5).equals(List.of("200", "150", "120", "100")) || !rows.get(0).get(6).equals("corrected") || !rows
			.get(1).get(6).equals("found")) throw new AssertionError(rows);
	}

	private void heatMapsLieOnTheirImage() throws Exception {
		final Path model = folder.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 1)) {
			ModelFile.write(model, network, new ModelConfig(Networks.RESNET18, 1, List.of("even", "rough"), 64));
		}
		final ImagePlus screen = open(screens());
		final ImageStack stack = new ImageStack(200, 150);
		for (int i = 0; i < 3; i++) {
			screen.setRoi(190 + 20 * i, 150, 200, 150);
			stack.addSlice("label " + i, screen.crop().getProcessor().convertToByte(false));
		}
		screen.close();
		final ImagePlus image = new ImagePlus("clip", stack);
		image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
		image.show();
		image.getWindow().setLocation(20, 100);
		final byte[] before = ((byte[]) stack.getProcessor(1).getPixels()).clone();
		Windows.command(new ExplainClassificationCommand(), Map.of("model", model.toString(), "device", "cpu"));
		final JFrame window = await("sonoflow.review.heatmap");
		Windows.require("three maps and the user's own", () -> image.getOverlay().size() == 4);
		if (!"label 1".equals(stack.getSliceLabel(2)) || !Arrays.equals(before, (byte[]) stack.getProcessor(1).getPixels()))
			throw new AssertionError("the image was changed");
		final ImageRoi heat = (ImageRoi) image.getOverlay().get(1);
		if (heat.getPosition() != 2) throw new AssertionError(heat.getPosition());
		final JSlider slider = Windows.find(window, JSlider.class, "opacity").orElseThrow();
		Windows.require("a plot", () -> WindowManager.getImage("Scores of clip") != null);
		final int strong = difference(image);
		SwingUtilities.invokeAndWait(() -> slider.setValue(20));
		final int weak = difference(image);
		SwingUtilities.invokeAndWait(() -> slider.setValue(0));
		if (!(strong > 2 * weak && weak > 0 && difference(image) == 0)) throw new AssertionError(strong + " " + weak);
		SwingUtilities.invokeAndWait(() -> slider.setValue(80));
		final JLabel caption = Windows.find(window, JLabel.class, "caption").orElseThrow();
		if (!caption.getText().matches("(even|rough) \\d+\\.\\d %")) throw new AssertionError(caption.getText());
		Thread.sleep(400);
		Desk.shot(folder.resolve("heat.png"));
		click(window, "remove");
		if (image.getOverlay().size() != 1) throw new AssertionError(image.getOverlay());
	}

	/** {@return how much the first slice as it is seen differs from its pixels} */
	private static int difference(final ImagePlus image) {
		image.setSliceWithoutUpdate(1);
		final ImagePlus seen = image.flatten();
		int sum = 0;
		for (int y = 20; y < 130; y++)
			for (int x = 20; x < 180; x++)
				sum += Math.abs((seen.getProcessor().get(x, y) & 0xFF) - image.getStack().getProcessor(1).get(x, y));
		return sum;
	}
}
