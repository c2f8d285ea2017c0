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

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ByteProcessor;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Dialog.ModalExclusionType;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.swing.JCheckBox;
import javax.swing.JEditorPane;
import javax.swing.JFileChooser;
import javax.swing.JLabel;

/** Uses the dialogs of all commands in plain ImageJ as a person does; see {@link DialogTest}. */
public final class DialogDesk {

	private static final String PHANTOMS = "Make Phantoms...";
	private static final String PREVIEW = "Preview Markers...";
	private static final String LIVE = "Preview Markers (live)";

	private final Path folder;

	private DialogDesk(final Path folder) {
		this.folder = folder;
	}

	/** @param args a folder for what is written */
	public static void main(final String... args) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
			e.printStackTrace();
			System.exit(1);
		});
		final DialogDesk desk = new DialogDesk(Path.of(args[0]));
		final List<String> labels = PlainImageJ.open(desk.folder);
		theMenusAreInOrder(labels);
		PlainImageJ.record();
		for (final String label : labels)
			if (label.endsWith("...")) desk.fitsTheScreen(label);
		desk.nothingIsRecordedBut(0);
		desk.wrongValuesKeepTheDialog();
		desk.aRunThatCannotBeginComesBack();
		desk.foldersAndFilesAreBrowsed();
		desk.samplesAndSetsAreOpened();
		desk.thePreviewFollows();
		desk.helpIsAPage();
		System.exit(0);
	}

	private static void theMenusAreInOrder(final List<String> labels) {
		final List<String> shown = PlainImageJ.menu("Plugins", "Sonoflow");
		check(shown.contains("-") && shown.stream().filter(label -> !label.equals("-")).toList().equals(labels.stream().filter(
			label -> label.endsWith("...")).toList()), shown);
		final List<String> samples = PlainImageJ.menu("File", "Open Samples");
		check(samples.containsAll(List.of("Sonoflow Phantom Screen", "Sonoflow Phantom Clip")), samples);
	}

	private void nothingIsRecordedBut(final int lines) {
		check(PlainImageJ.recorded().size() == lines, "recorded: " + PlainImageJ.recorded());
	}

	private static String title(final String label) {
		return label.replace("...", "");
	}

	private static void open(final String label) throws InterruptedException {
		PlainImageJ.choose(label);
		Hands.await(title(label));
	}

	private static void cancel(final String label) throws Exception {
		Hands.click("cancel");
		Hands.awaitNone(title(label));
		PlainImageJ.awaitIdle(label);
	}

	private void shot(final String name) throws IOException, AWTException, InterruptedException {
		Thread.sleep(300);
		Desk.shot(folder.resolve("shots").resolve(name + ".png"));
	}

	/** With room for a title bar, and with the buttons in sight. */
	private void fitsTheScreen(final String label) throws Exception {
		open(label);
		final Window window = Hands.await(title(label));
		check(window.getHeight() <= Desk.HEIGHT - 40 && window.getWidth() <= Desk.WIDTH, label + " " + window.getBounds());
		for (final String name : List.of("ok", "cancel", "help", "defaults")) {
			final Component button = Hands.part(name);
			final Point corner = Hands.inEvents(button::getLocationOnScreen);
			check(button.isShowing() && new Rectangle(Desk.WIDTH, Desk.HEIGHT).contains(new Rectangle(corner, button.getSize())),
				label + ": " + name + " at " + corner);
		}
		if (label.startsWith("Train Diffusion")) shot("train-diffusion");
		cancel(label);
	}

	private static String wrong(final String key) throws Exception {
		final JLabel label = (JLabel) Hands.part("wrong " + key);
		return Hands.inEvents(() -> label.isShowing() ? label.getText() : "");
	}

	private void wrongValuesKeepTheDialog() throws Exception {
		open(PHANTOMS);
		check(wrong("output").isEmpty(), "Nobody has typed yet: " + wrong("output"));
		Hands.type("patients", "0");
		Hands.type("noise", "much");
		Hands.await("a mark", () -> marked("patients") && marked("noise"));
		check(wrong("patients").contains("This is out of range. Allowed: a whole number from 1 to 9999."), wrong("patients"));
		check(wrong("noise").contains("This is not a number.") && !wrong("noise").contains("noise="), wrong("noise"));
		Hands.type("seed", "7");
		Hands.click("ok");
		Hands.await("a mark at what is missing", () -> marked("output"));
		shot("wrong");
		check(Hands.window(title(PHANTOMS)).isPresent() && Hands.text("seed").equals("7"), "all typed values survive");
		Hands.type("patients", "1");
		Hands.type("noise", "0");
		Hands.type("size", "64");
		Hands.await("no mark", () -> !marked("patients") && !marked("noise"));
		Hands.click("defaults");
		check(Hands.text("seed").equals("0") && Hands.text("patients").equals("24"), "defaults: " + Hands.text("patients"));
		cancel(PHANTOMS);
		nothingIsRecordedBut(0);
		check(!Files.exists(folder.resolve("phantoms")), "Cancelled, and yet it ran");
	}

	private static boolean marked(final String key) {
		try {
			return !wrong(key).isEmpty();
		}
		catch (final Exception e) {
			throw new AssertionError(e);
		}
	}

	private void phantoms() throws Exception {
		open(PHANTOMS);
		Hands.type("output", folder.resolve("phantoms").toString());
		Hands.type("patients", "1");
		Hands.type("size", "64");
		Hands.type("inhomogeneous", "0.25");
		if (((JCheckBox) Hands.part("screens")).isSelected()) Hands.click("screens");
		Hands.click("ok");
	}

	private static void awaitMistake() throws InterruptedException {
		Hands.await("the dialog comes back", () -> Hands.window(title(PHANTOMS)).isPresent() && Hands.isShowing("mistake"));
	}

	/** Its output folder holds a finished run: nobody can know before. */
	private void aRunThatCannotBeginComesBack() throws Exception {
		phantoms();
		PlainImageJ.awaitIdle(PHANTOMS);
		nothingIsRecordedBut(1);
		final String line = PlainImageJ.recorded().get(0);
		check(line.contains(" inhomogeneous=0.25 ") && line.contains(" screens=false ") && line.contains(" size=64 "), line);
		phantoms();
		awaitMistake();
		shot("again");
		final String mistake = Hands.inEvents(((JLabel) Hands.part("mistake"))::getText);
		check(mistake.contains("Overwrite") && !mistake.contains("overwrite="), mistake);
		check(Hands.text("size").equals("64") && Hands.text("inhomogeneous").equals("0.25"), "all typed values survive");
		check(Hands.await("Make Phantoms - phantoms").getModalExclusionType() == ModalExclusionType.APPLICATION_EXCLUDE,
			"A dialog must not keep anybody from ending a run");
		cancel(PHANTOMS);
		nothingIsRecordedBut(1);
		phantoms();
		awaitMistake();
		Hands.click("overwrite");
		Hands.click("ok");
		Hands.awaitNone(title(PHANTOMS));
		PlainImageJ.awaitIdle(PHANTOMS);
		nothingIsRecordedBut(2);
		final Path table = folder.resolve("phantoms/dataset.csv");
		Files.delete(table);
		IJ.runMacro(PlainImageJ.recorded().get(1));
		check(Files.exists(table), "The recorded line repeats the run: " + PlainImageJ.recorded());
		nothingIsRecordedBut(2);
	}

	private void browse(final String key, final File... chosen) throws Exception {
		Hands.click("browse " + key);
		final JFileChooser chooser = (JFileChooser) Hands.part("chooser");
		Hands.inEvents(() -> {
			check(chosen.length == 1 || chooser.isMultiSelectionEnabled(), "several");
			check(chosen[0].isFile() ? chooser.isFileSelectionEnabled() : chooser.isDirectorySelectionEnabled(), chosen[0]);
			if (chooser.isMultiSelectionEnabled()) chooser.setSelectedFiles(chosen);
			else chooser.setSelectedFile(chosen[0]);
			chooser.approveSelection();
			return null;
		});
		Hands.await("no chooser", () -> !Hands.isShowing("chooser"));
	}

	private void foldersAndFilesAreBrowsed() throws Exception {
		final File images = folder.resolve("phantoms").toFile();
		open("Train Classifier...");
		browse("input", images);
		check(Hands.text("input").equals(images.toString()), Hands.text("input"));
		browse("input", new File(images, "dataset.csv"));
		check(Hands.text("input").endsWith("dataset.csv"), Hands.text("input"));
		cancel("Train Classifier...");
		open("Sonoflow Report...");
		browse("input", images);
		browse("input", new File(images, "images"), new File(images, "masks"));
		check(Hands.text("input").equals(images + "," + new File(images, "images") + "," + new File(images, "masks")), Hands
			.text("input"));
		cancel("Sonoflow Report...");
	}

	private void samplesAndSetsAreOpened() throws Exception {
		final int before = PlainImageJ.recorded().size();
		for (final String sample : List.of("Sonoflow Phantom Screen", "Sonoflow Phantom Clip")) {
			PlainImageJ.choose(sample);
			PlainImageJ.awaitIdle(sample);
		}
		check(WindowManager.getImage("Sonoflow Phantom Clip").getStackSize() == 32 && WindowManager.getImageCount() == 2, Hands
			.windows());
		nothingIsRecordedBut(before + 2);
		check(PlainImageJ.recorded().get(before).equals("run(\"Sonoflow Phantom Screen\");"), PlainImageJ.recorded());
		open("Show Data Set...");
		Hands.type("input", folder.resolve("phantoms").toString());
		Hands.click("ok");
		PlainImageJ.awaitIdle("Show Data Set...");
		final ImagePlus set = WindowManager.getImage("phantoms");
		check(set.getStackSize() == 4 && set.getStack().isVirtual(), set);
		set.setSlice(2);
		check(set.getStack().getSliceLabel(2).matches("(in)?homogeneous \\| phantom-01 \\| phantom-01-left-sagittal\\.png"), set
			.getStack().getSliceLabel(2));
		check(set.getStatistics().stdDev > 5, "a picture");
		shot("samples");
		nothingIsRecordedBut(before + 3);
	}

	/** The live window is of the moment: neither it nor the return of the image behind it is recorded. */
	private void thePreviewFollows() throws Exception {
		final byte[] pixels = new byte[128 * 96];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (40 + i % 128);
		new ImagePlus("scan", new ByteProcessor(128, 96, pixels)).show();
		Thread.sleep(500);
		final int before = PlainImageJ.recorded().size();
		open(PREVIEW);
		Hands.await("live pictures", () -> WindowManager.getImage(LIVE) != null && WindowManager.getImage(LIVE).getStackSize() == 9);
		Hands.type("count", "4");
		Hands.await("four", () -> WindowManager.getImage(LIVE) != null && WindowManager.getImage(LIVE).getStackSize() == 4);
		shot("live");
		cancel(PREVIEW);
		check(WindowManager.getImage(LIVE) == null, "The live window is closed");
		nothingIsRecordedBut(before);
		open(PREVIEW);
		Hands.type("count", "3");
		Hands.click("ok");
		PlainImageJ.awaitIdle(PREVIEW);
		Thread.sleep(500);
		check(WindowManager.getImage("Preview Markers").getStackSize() == 3, "The result is shown");
		nothingIsRecordedBut(before + 1);
		check(PlainImageJ.recorded().get(before).startsWith(
			"run(\"Preview Markers...\", \"count=3 strength=1 augment=published"), PlainImageJ.recorded());
	}

	private void helpIsAPage() throws Exception {
		open("Crop Ultrasound...");
		Hands.click("help");
		Hands.await("Help: Crop Ultrasound");
		final JEditorPane page = (JEditorPane) Hands.part("help page");
		shot("help");
		final String text = Hands.inEvents(() -> page.getDocument().getText(0, page.getDocument().getLength()));
		check(text.contains("Crop Ultrasound") && text.contains("tolerance") && !text.contains("<!--") && !text.contains("| key"),
			text);
		cancel("Crop Ultrasound...");
		check(Hands.window("Help: Crop Ultrasound").isEmpty(), "Help goes with its dialog");
	}
}
