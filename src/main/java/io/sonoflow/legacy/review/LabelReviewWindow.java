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
package io.sonoflow.legacy.review;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.Neighbours;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.legacy.Host;
import io.sonoflow.step.labelnoise.LabelReview;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Shows a reader one image after the other and takes his decisions by key or button; {@link LabelReview} does the rest. It may
 * be closed at any time: it goes on at the first image that is not decided.
 */
public final class LabelReviewWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	/** Neighbours that are shown. */
	private static final int NEIGHBOURS = 4;

	private static final int SIDE = 480;
	private static final int SMALL = 150;

	private final transient LabelReview review;
	/** Reads pictures and compares them, so that the window answers meanwhile. */
	private final transient ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
		final Thread thread = new Thread(task, "Sonoflow review");
		thread.setDaemon(true);
		return thread;
	});
	private final PicturePanel picture = new PicturePanel(SIDE, SIDE);
	private final JLabel head = new JLabel(" ", SwingConstants.CENTER);
	private final JLabel said = new JLabel(" ", SwingConstants.CENTER);
	private final JPanel side = new JPanel(new GridLayout(0, 2, 6, 6));
	private final List<JButton> buttons = new ArrayList<>();

	private LabelReviewWindow(final LabelReview review) {
		super("Review Labels" + (review.queue().blind() ? " (blind)" : "") + " - " + review.reader());
		this.review = review;
		setName("sonoflow.review.labels");
		setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
		head.setName("head");
		said.setName("said");
		head.setFont(head.getFont().deriveFont(Font.BOLD, 15f));
		final JPanel content = new JPanel(new BorderLayout(8, 8));
		content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		content.add(head, BorderLayout.NORTH);
		content.add(picture, BorderLayout.CENTER);
		if (!review.queue().blind()) content.add(neighbours(), BorderLayout.EAST);
		content.add(controls(), BorderLayout.SOUTH);
		setContentPane(content);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				reading.shutdownNow();
			}
		});
		pack();
		setLocationRelativeTo(null);
	}

	/** {@return whether somebody at the screen chose the command, so that a window may follow its result} */
	public static boolean isWanted() {
		return Host.isInteractive() && !Host.isMacro() && !Host.isBatch();
	}

	/** Opens the window, or says in the log where nobody can look at one. Returns at once. */
	public static void open(final LabelReview review) {
		if (Host.isHeadless()) {
			Host.log("Review Labels: there is no screen for a window. Decisions may also be written by hand: " + review.file()
				.path());
			return;
		}
		SwingUtilities.invokeLater(() -> {
			final LabelReviewWindow window = new LabelReviewWindow(review);
			window.setVisible(true);
			window.show(review);
		});
	}

	private JComponent neighbours() {
		final JPanel all = new JPanel(new BorderLayout(4, 4));
		final JLabel title = new JLabel("<html>Most alike, by " + Neighbours.MEASURE + "</html>");
		title.setName("measure");
		all.add(title, BorderLayout.NORTH);
		all.add(side, BorderLayout.CENTER);
		for (int i = 0; i < NEIGHBOURS; i++)
			side.add(neighbour(new PicturePanel(SMALL, SMALL), " "));
		return all;
	}

	private static JComponent neighbour(final PicturePanel panel, final String text) {
		final JPanel one = new JPanel(new BorderLayout());
		one.add(panel, BorderLayout.CENTER);
		one.add(new JLabel(text, SwingConstants.CENTER), BorderLayout.SOUTH);
		return one;
	}

	private JComponent controls() {
		final JPanel row = new JPanel(new GridLayout(1, 0, 6, 6));
		final List<String> choices = review.choices();
		for (int i = 0; i < choices.size(); i++)
			row.add(button(choices.get(i), key(choices.get(i), i)));
		final JPanel all = new JPanel(new BorderLayout(6, 6));
		all.add(said, BorderLayout.NORTH);
		all.add(row, BorderLayout.CENTER);
		all.add(new JLabel("Keys as on the buttons; Left and Right = back and forth, Escape = close; what is decided is saved at " +
			"once, so the window may be closed at any time.", SwingConstants.CENTER), BorderLayout.SOUTH);
		bind("LEFT", () -> move(-1));
		bind("RIGHT", () -> move(1));
		bind("ESCAPE", this::dispose);
		return all;
	}

	/** Labels by number, words by their first letter. */
	private String key(final String choice, final int number) {
		return review.queue().blind() && !choice.equals(Decision.UNSURE) ? Integer.toString(number + 1) : choice.substring(0, 1)
			.toUpperCase(Locale.ROOT);
	}

	private JButton button(final String choice, final String key) {
		final JButton button = new JButton(choice + " [" + key + "]");
		button.setName(choice);
		button.setFocusable(false);
		button.addActionListener(event -> decide(choice));
		bind(key, () -> decide(choice));
		buttons.add(button);
		return button;
	}

	private void bind(final String key, final Runnable action) {
		final KeyStroke stroke = KeyStroke.getKeyStroke(key);
		getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(stroke, key);
		getRootPane().getActionMap().put(key, new AbstractAction() {

			private static final long serialVersionUID = 1L;

			@Override
			public void actionPerformed(final ActionEvent event) {
				action.run();
			}
		});
	}

	private void decide(final String choice) {
		if (review.isAtEnd()) return;
		try {
			review.decide(choice);
			show(review);
		}
		catch (final SonoflowException e) {
			said.setText("<html><font color=red>Not saved: " + e.getMessage() + "</font></html>");
		}
	}

	private void move(final int steps) {
		review.move(steps);
		show(review);
	}

	private void show(final LabelReview shown) {
		final boolean end = shown.isAtEnd();
		buttons.forEach(button -> button.setEnabled(!end));
		clearNeighbours();
		if (end) {
			picture.show(null);
			head.setText(shown.queue().items().isEmpty() ? "No label is suspicious." : "All " + shown.queue().items().size() +
				" images were shown; " + shown.done() + " are decided.");
			said.setText("<html>" + String.join("<br>", shown.agreement()) + "<br>Apply them with decisions=" + shown.file().path() +
				" of Filter Noisy Labels (trainings= repeats no training).</html>");
			return;
		}
		final ReviewItem item = shown.current();
		final String place = shown.position() + 1 + " of " + shown.queue().items().size();
		head.setText(shown.queue().blind() ? "Image " + place + ": which label?" : "<html>" + place + ": labelled <b>" + item
			.label() + "</b>, proposed <b>" + item.proposed() + "</b></html>");
		said.setText(shown.decided().map(each -> "Decided before: " + each.verdict()).orElse(shown.queue().blind() ? " " : item
			.image()));
		reading.execute(() -> load(item));
	}

	private void clearNeighbours() {
		side.removeAll();
		side.revalidate();
		side.repaint();
	}

	private void load(final ReviewItem item) {
		try {
			final RandomAccessibleInterval<UnsignedByteType> image = LabelReview.picture(item);
			SwingUtilities.invokeLater(() -> ifShown(item, () -> picture.show(image)));
			if (review.queue().blind()) return;
			final List<ReviewItem> near = review.neighbours(item, NEIGHBOURS, Monitor.NONE);
			final List<JComponent> panels = near.stream().map(each -> {
				final PicturePanel panel = new PicturePanel(SMALL, SMALL);
				panel.show(LabelReview.picture(each));
				return neighbour(panel, each.label() + (each.suspicious() ? " (suspicious)" : ""));
			}).toList();
			SwingUtilities.invokeLater(() -> ifShown(item, () -> {
				clearNeighbours();
				panels.forEach(side::add);
				side.revalidate();
			}));
		}
		catch (final SonoflowException e) {
			SwingUtilities.invokeLater(() -> ifShown(item, () -> said.setText(e.getMessage())));
		}
	}

	/** The reader may be further by now. */
	private void ifShown(final ReviewItem item, final Runnable action) {
		if (!review.isAtEnd() && review.current().equals(item)) action.run();
	}
}
