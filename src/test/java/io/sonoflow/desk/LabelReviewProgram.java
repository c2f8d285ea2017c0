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

import ij.ImageJ;

import io.sonoflow.Monitor;
import io.sonoflow.command.ReviewLabelsCommand;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.DecisionFile;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.step.labelnoise.RecordedSearch;
import io.sonoflow.step.labelnoise.ReviewLabels;

import java.awt.Component;
import java.awt.Frame;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;

/** Reads suspicious labels by key, closes the window in the middle, goes on, and reads blind. */
public final class LabelReviewProgram {

	/** Pixels a side. */
	private static final int LARGE = 7000;

	private LabelReviewProgram() {
	}

	public static void main(final String[] arguments) throws Exception {
		final Path folder = Path.of(arguments[0]);
		final Path run = RecordedSearch.run(folder);
		final DecisionFile file = new DecisionFile(run.resolve(DecisionFile.NAME));
		new ImageJ();
		final Robot robot = new Robot();
		robot.setAutoDelay(30);
		goThrough(robot, folder, run, file);
		final Path other = RecordedSearch.run(Files.createDirectories(folder.resolve("other")));
		nobodyDecidesUnseen(robot, folder, other);
		nobodyWaitsForOthers(robot, other);
		System.exit(0);
	}

	private static void goThrough(final Robot robot, final Path folder, final Path run, final DecisionFile file)
		throws Exception
	{
		open(run, "anna", false);
		Windows.require("of 4", () -> text("head").contains("1 of 4") && text("measure").contains("correlation"));
		Windows.require("neighbours", () -> pictures("neighbours") == 4);
		Desk.shot(folder.resolve("open.png"));
		decide(robot, KeyEvent.VK_A);
		Windows.require("a first decision", () -> file.read().size() == 1 && text("head").contains("2 of 4"));
		decide(robot, KeyEvent.VK_R);
		Windows.require("a second decision", () -> file.read().size() == 2 && text("head").contains("3 of 4"));
		key(robot, KeyEvent.VK_LEFT);
		Windows.require("the way back", () -> text("said").contains("Decided before: reject"));
		decide(robot, KeyEvent.VK_U);
		Windows.require("a changed decision", () -> verdicts(file).equals(List.of(Decision.ACCEPT, Decision.UNSURE)));
		window().dispose();
		Windows.require("no window", () -> window() == null);
		open(run, "anna", false);
		for (int i = 3; i <= 4; i++) {
			final String place = i + " of 4";
			Windows.require(place, () -> text("head").contains(place));
			decide(robot, KeyEvent.VK_A);
		}
		Windows.require("the end", () -> text("head").contains("All 4 images were shown; 4 are decided"));
		window().dispose();
		open(run, "ben", true);
		Windows.require("a blind reader", () -> text("head").contains("Image 1 of 8: which label?") && isReady());
		if (text("said").contains("p") || text("measure").contains("correlation")) throw new AssertionError("not blind");
		Desk.shot(folder.resolve("blind.png"));
		for (int i = 0; i < 8; i++) {
			decide(robot, i % 3 == 2 ? KeyEvent.VK_U : KeyEvent.VK_1 + i % 3);
			final int done = 5 + i;
			final String next = "Image " + (i + 2);
			Windows.require("decision " + done, () -> file.read().size() == done && (done == 12 || text("head").contains(next)));
		}
		Windows.require("agreement", () -> text("said").contains("kappa"));
		Desk.shot(folder.resolve("end.png"));
		window().dispose();
	}

	/** The second image cannot be read, the third takes long. */
	private static void nobodyDecidesUnseen(final Robot robot, final Path folder, final Path run) throws Exception {
		final List<ReviewItem> items = ReviewLabels.of(run).run(Monitor.NONE).queue().items();
		Files.writeString(items.get(1).file(), "no picture");
		ImageFiles.writePng(items.get(2).file(), Images.bytes(new byte[LARGE * LARGE], LARGE, LARGE));
		final DecisionFile file = new DecisionFile(run.resolve(DecisionFile.NAME));
		open(run, "anna", false);
		Windows.require("the others, compared", () -> pictures("neighbours") == 4 && text("measure").contains(
			"without 1 image that cannot be read"));
		Windows.require("the first image", LabelReviewProgram::isReady);
		key(robot, KeyEvent.VK_A);
		Windows.require("why there is no image", () -> text("head").contains("2 of 4") && text("said").contains(
			"Nothing can be decided"));
		requireNothing(robot, file);
		Desk.shot(folder.resolve("unreadable.png"));
		key(robot, KeyEvent.VK_RIGHT);
		Windows.require("the third", () -> text("head").contains("3 of 4"));
		keysWhileNotReady();
		Windows.require("its picture", LabelReviewProgram::isReady);
		if (file.read().size() != 1 || !text("head").contains("3 of 4")) throw new AssertionError("decided unseen: " + file
			.read());
		// A key that is held is repeated, as the next image would be there.
		robot.keyPress(KeyEvent.VK_R);
		Thread.sleep(1500);
		robot.keyRelease(KeyEvent.VK_R);
		Windows.require("one decision on what was seen", () -> file.read().size() == 2 && text("head").contains("4 of 4"));
		if (!file.read().get(1).image().equals(items.get(2).image())) throw new AssertionError(file.read().get(1));
		window().dispose();
		open(run, "ben", true);
		for (int i = 0; i < 8 && !text("said").contains("cannot be read"); i++) {
			Windows.require("an image or a word", () -> isReady() || text("said").contains("cannot be read"));
			if (isReady()) key(robot, KeyEvent.VK_RIGHT);
		}
		Windows.require("a word to a blind reader", () -> text("said").contains("cannot be read") && !isReady());
		for (final String told : List.of(folder.toString(), ".png", "p1", "p2", "p3"))
			if (text("said").contains(told)) throw new AssertionError("A blind reader is told " + text("said"));
		window().dispose();
	}

	/** Nothing is decided by a key, and no other image stands there. */
	private static void requireNothing(final Robot robot, final DecisionFile file) {
		key(robot, KeyEvent.VK_A);
		key(robot, KeyEvent.VK_R);
		if (file.read().size() != 1) throw new AssertionError("decided unseen: " + file.read());
		if (pictures("picture") != 0) throw new AssertionError("Another image is still there.");
	}

	/**
	 * Keys that decide, in one turn of the thread that shows the picture: it cannot come in between, however slow the machine is
	 * with keys; where it is there already, none is pressed.
	 */
	private static void keysWhileNotReady() throws InterruptedException, InvocationTargetException {
		SwingUtilities.invokeAndWait(() -> {
			if (isReady()) return;
			if (pictures("picture") != 0) throw new AssertionError("Another image is still there.");
			final Component focused = window().getMostRecentFocusOwner();
			for (final int key : new int[] { KeyEvent.VK_A, KeyEvent.VK_R })
				for (final int what : new int[] { KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED })
					focused.dispatchEvent(new KeyEvent(focused, what, System.currentTimeMillis(), 0, key, (char) key));
		});
	}

	/** Somebody else writes the file for two seconds. */
	private static void nobodyWaitsForOthers(final Robot robot, final Path run) throws Exception {
		final DecisionFile file = new DecisionFile(run.resolve(DecisionFile.NAME));
		open(run, "carl", false);
		Windows.require("an image", LabelReviewProgram::isReady);
		try (FileChannel channel = FileChannel.open(run.resolve(".decisions.csv.lock"), StandardOpenOption.CREATE,
			StandardOpenOption.WRITE); FileLock lock = channel.lock())
		{
			if (!lock.isValid()) throw new AssertionError("no lock");
			key(robot, KeyEvent.VK_A);
			final long asked = System.nanoTime();
			SwingUtilities.invokeAndWait(() -> window().repaint());
			if (System.nanoTime() - asked > 1e9) throw new AssertionError("The window does not answer.");
			Thread.sleep(1000);
			if (file.read().size() != 2) throw new AssertionError("written through a lock");
		}
		Windows.require("the decision", () -> file.read().size() == 3 && text("head").contains("2 of 4"));
		window().dispose();
	}

	private static void open(final Path run, final String reader, final boolean blind) {
		Windows.command(new ReviewLabelsCommand(), Map.of("input", run.toString(), "reader", reader, "blind", Boolean.toString(
			blind)));
		Windows.require("the window", () -> window() != null && window().isShowing());
	}

	private static void decide(final Robot robot, final int key) {
		Windows.require("an image to decide upon", LabelReviewProgram::isReady);
		key(robot, key);
	}

	private static boolean isReady() {
		return window() != null && Windows.find(window(), JButton.class, Decision.UNSURE).filter(JButton::isEnabled).isPresent();
	}

	/** {@return how many pictures are painted in a part of the window, told by what is not black} */
	private static int pictures(final String name) {
		final int[] count = new int[1];
		final Runnable counting = () -> count[0] = Windows.find(window(), JPanel.class, name).map(LabelReviewProgram::painted)
			.orElse(-1);
		try {
			if (SwingUtilities.isEventDispatchThread()) counting.run();
			else SwingUtilities.invokeAndWait(counting);
		}
		catch (final InterruptedException | InvocationTargetException e) {
			throw new AssertionError(e);
		}
		return count[0];
	}

	private static int painted(final JPanel panel) {
		if (panel.getComponentCount() > 0) return Stream.of(panel.getComponents()).filter(JPanel.class::isInstance).mapToInt(
			each -> painted((JPanel) each)).sum();
		if (panel.getWidth() == 0) return 0;
		final BufferedImage picture = new BufferedImage(panel.getWidth(), panel.getHeight(), BufferedImage.TYPE_INT_RGB);
		panel.paint(picture.createGraphics());
		return IntStream.of(picture.getRGB(0, 0, panel.getWidth(), panel.getHeight(), null, 0, panel.getWidth())).anyMatch(
			pixel -> (pixel & 0xFFFFFF) != 0) ? 1 : 0;
	}

	private static List<String> verdicts(final DecisionFile file) {
		return file.read().stream().map(Decision::verdict).toList();
	}

	private static void key(final Robot robot, final int key) {
		robot.waitForIdle();
		robot.keyPress(key);
		robot.keyRelease(key);
		robot.waitForIdle();
	}

	private static JFrame window() {
		for (final Frame frame : Frame.getFrames())
			if ("sonoflow.review.labels".equals(frame.getName()) && frame.isDisplayable()) return (JFrame) frame;
		return null;
	}

	private static String text(final String name) {
		return window() == null ? "" : Windows.find(window(), JLabel.class, name).map(JLabel::getText).orElse("");
	}
}
