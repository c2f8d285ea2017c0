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

import io.sonoflow.command.ReviewLabelsCommand;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.DecisionFile;
import io.sonoflow.step.labelnoise.RecordedSearch;

import java.awt.Frame;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.swing.JFrame;
import javax.swing.JLabel;

/** Reads suspicious labels by key, closes the window in the middle, goes on, and reads blind. */
public final class LabelReviewProgram {

	private LabelReviewProgram() {
	}

	public static void main(final String[] arguments) throws Exception {
		final Path folder = Path.of(arguments[0]);
		final Path run = RecordedSearch.run(folder);
		final DecisionFile file = new DecisionFile(run.resolve(DecisionFile.NAME));
		new ImageJ();
		final Robot robot = new Robot();
		robot.setAutoDelay(30);
		open(run, "anna", false);
		Windows.require("of 4", () -> text("head").contains("1 of 4") && text("measure").contains("correlation"));
		Thread.sleep(700);
		Desk.shot(folder.resolve("open.png"));
		key(robot, KeyEvent.VK_A);
		Windows.require("a first decision", () -> file.read().size() == 1 && text("head").contains("2 of 4"));
		key(robot, KeyEvent.VK_R);
		Windows.require("a second decision", () -> file.read().size() == 2);
		key(robot, KeyEvent.VK_LEFT);
		Windows.require("the way back", () -> text("said").contains("Decided before: reject"));
		key(robot, KeyEvent.VK_U);
		Windows.require("a changed decision", () -> verdicts(file).equals(List.of(Decision.ACCEPT, Decision.UNSURE)));
		window().dispose();
		Windows.require("no window", () -> window() == null);
		open(run, "anna", false);
		Windows.require("the third image", () -> text("head").contains("3 of 4"));
		key(robot, KeyEvent.VK_A);
		key(robot, KeyEvent.VK_A);
		Windows.require("the end", () -> text("head").contains("All 4 images were shown; 4 are decided"));
		window().dispose();
		open(run, "ben", true);
		Windows.require("a blind reader", () -> text("head").contains("Image 1 of 8: which label?"));
		if (text("said").contains("p") || text("measure").contains("correlation")) throw new AssertionError("not blind");
		Thread.sleep(300);
		Desk.shot(folder.resolve("blind.png"));
		for (int i = 0; i < 8; i++) {
			key(robot, i % 3 == 2 ? KeyEvent.VK_U : KeyEvent.VK_1 + i % 3);
			final int done = 5 + i;
			Windows.require("decision " + done, () -> file.read().size() == done);
		}
		Windows.require("agreement", () -> text("said").contains("kappa"));
		Desk.shot(folder.resolve("end.png"));
		System.exit(0);
	}

	private static void open(final Path run, final String reader, final boolean blind) {
		Windows.command(new ReviewLabelsCommand(), Map.of("input", run.toString(), "reader", reader, "blind", Boolean.toString(
			blind)));
		Windows.require("the window", () -> window() != null && window().isShowing());
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
