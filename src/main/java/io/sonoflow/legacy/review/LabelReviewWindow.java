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

import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.SwingHtml;
import io.sonoflow.step.labelnoise.LabelReview;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/**
 * Shows a reader one image after the other and takes his decisions by key or button; {@link LabelReview} does the rest. It may
 * be closed at any time: it goes on at the first image that is not decided.
 */
public final class LabelReviewWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	private static final int SIDE = 480;

	/** Milliseconds. What was pressed before anybody can have seen the image decides nothing of it. */
	private static final int SEEN = 150;

	private final transient LabelReview review;
	private final transient ReviewThreads threads = new ReviewThreads();
	private final PicturePanel picture = new PicturePanel(SIDE, SIDE);
	private final JLabel head = new JLabel(" ", SwingConstants.CENTER);
	private final JLabel said = new JLabel(" ", SwingConstants.CENTER);
	private final NeighbourPanel neighbours = new NeighbourPanel();
	private final List<JButton> buttons = new ArrayList<>();
	private final transient ReviewKeys keys = new ReviewKeys(getRootPane());
	/** Whether the image that is to be judged is on the screen; else nothing is decided. */
	private boolean ready;
	/** While a decision is written nobody goes to another image. */
	private boolean saving;
	private LabelReviewWindow(final LabelReview review) {
		super("Review Labels" + (review.queue().blind() ? " (blind)" : "") + " - " + review.reader());
		this.review = review;
		setName("sonoflow.review.labels");
		setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
		head.setName("head");
		said.setName("said");
		picture.setName("picture");
		head.setFont(head.getFont().deriveFont(Font.BOLD, 15f));
		final JPanel content = new JPanel(new BorderLayout(8, 8));
		content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		content.add(head, BorderLayout.NORTH);
		content.add(picture, BorderLayout.CENTER);
		if (!review.queue().blind()) content.add(neighbours, BorderLayout.EAST);
		content.add(controls(), BorderLayout.SOUTH);
		setContentPane(content);
		addWindowListener(new WindowAdapter() {

			@Override
			public void windowDeactivated(final WindowEvent event) {
				keys.release();
			}

			@Override
			public void windowClosed(final WindowEvent event) {
				keys.close();
				threads.close();
			}
		});
		pack();
		setLocationRelativeTo(null);
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
			window.next();
		});
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
		keys.bind("LEFT", () -> move(-1));
		keys.bind("RIGHT", () -> move(1));
		keys.bind("ESCAPE", this::dispose);
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
		keys.bindOnce(key, () -> decide(choice));
		buttons.add(button);
		return button;
	}

	private void decide(final String choice) {
		if (!ready) return;
		saving = true;
		ready(false);
		threads.write(() -> {
			review.decide(choice);
			return () -> {
				saving = false;
				next();
			};
		}, e -> {
			saving = false;
			said.setText("<html><font color=red>Not saved: " + SwingHtml.escape(review.told(reason(e))) + "</font></html>");
			ready(true);
		});
	}

	private void move(final int steps) {
		if (saving) return;
		review.move(steps);
		next();
	}

	private void ready(final boolean now) {
		ready = now;
		buttons.forEach(button -> button.setEnabled(now));
	}

	/** Shows the image whose turn it is. */
	private void next() {
		threads.next();
		ready(false);
		picture.show(null);
		neighbours.clear();
		neighbours.say("");
		if (review.isAtEnd()) {
			showEnd();
			return;
		}
		final ReviewItem item = review.current();
		final String place = review.position() + 1 + " of " + review.queue().items().size();
		head.setText(review.queue().blind() ? "Image " + place + ": which label?" : "<html>" + place + ": labelled <b>" + SwingHtml
			.escape(item.label()) + "</b>, proposed <b>" + SwingHtml.escape(item.proposed()) + "</b></html>");
		said.setText("Reading the image ...");
		threads.read(() -> read(item), this::unreadable);
		if (!review.queue().blind()) threads.compare(() -> compare(item), e -> neighbours.say(SwingHtml.escape(
			"They cannot be compared: " + reason(e))));
	}

	private Runnable read(final ReviewItem item) {
		final String before = review.decided(item).map(each -> "Decided before: " + each.verdict()).orElse(review.queue().blind()
			? " " : item.image());
		final LabelReview.Shown shown = LabelReview.shown(item);
		final String words = Stream.of(before.strip(), shown.words()).filter(text -> !text.isEmpty()).collect(Collectors.joining(
			" - "));
		return () -> {
			said.setText(words.isEmpty() ? " " : words);
			picture.show(shown.picture());
			picture.paintImmediately(0, 0, picture.getWidth(), picture.getHeight());
			threads.later(SEEN, () -> ready(!saving));
		};
	}

	/** The name of a file is that of its label where each class has a folder. */
	private void unreadable(final Throwable e) {
		said.setText("<html><font color=red>" + (review.queue().blind()
			? "This image cannot be read (why is said where it is not judged blind)" : SwingHtml.escape(reason(e))) +
			"</font><br>Nothing can be decided of it. Right = go on.</html>");
	}

	/** {@return a text as it stands in HTML} */
	private static String reason(final Throwable e) {
		return e instanceof SonoflowException ? e.getMessage() : "unexpected " + e;
	}

	private Runnable compare(final ReviewItem item) {
		final List<ReviewItem> near = review.neighbours(item, NeighbourPanel.COUNT, threads.monitor(neighbours::say));
		final List<NeighbourPanel.Neighbour> shown = near.stream().map(each -> new NeighbourPanel.Neighbour(LabelReview.shown(
			each).picture(), each.label() + (each.suspicious() ? " (suspicious)" : ""))).toList();
		final int missing = review.unreadable();
		return () -> {
			neighbours.show(shown);
			neighbours.say(missing == 0 ? "" : "without " + missing + (missing == 1 ? " image that cannot be read"
				: " images that cannot be read"));
		};
	}

	private void showEnd() {
		final int count = review.queue().items().size();
		head.setText(count == 0 ? "No label is suspicious." : "All " + count + " images were shown.");
		said.setText(" ");
		threads.read(() -> {
			final long done = review.done();
			final String agreement = String.join("<br>", review.agreement().stream().map(SwingHtml::escape).toList());
			return () -> {
				if (count > 0) head.setText("All " + count + " images were shown; " + done + " are decided.");
				said.setText("<html>" + agreement + "<br>Apply them with decisions=" + SwingHtml.escape(review.file().path()
					.toString()) + " of Filter Noisy Labels (trainings= repeats no training).</html>");
			};
		}, e -> said.setText("<html><font color=red>" + SwingHtml.escape(review.told(reason(e))) + "</font></html>"));
	}
}
