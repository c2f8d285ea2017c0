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
package io.sonoflow.legacy.window;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** How a run goes: its curves, and beside them the latest pictures. */
final class CoursePanel extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final long PAUSE = 1_000_000_000L;
	private static final int SIDE = 230;

	private final transient RunState state;
	private final JLabel empty = new JLabel("No curve and no picture yet.", JLabel.CENTER);
	private final PictureView chart = new PictureView();
	private final JPanel pictures = new JPanel();
	private final transient Map<String, PictureView> views = new LinkedHashMap<>();
	private long drawn;
	private long lastDrawing = System.nanoTime() - PAUSE;

	CoursePanel(final RunState state) {
		super(new BorderLayout());
		this.state = state;
		chart.setName("chart");
		pictures.setName("pictures");
		pictures.setLayout(new BoxLayout(pictures, BoxLayout.Y_AXIS));
		setBackground(Color.WHITE);
		pictures.setBackground(Color.WHITE);
		arrange(false, false);
	}

	/** Brings it up to date, at most once a second. */
	void refresh() {
		if (System.nanoTime() - lastDrawing >= PAUSE) draw();
	}

	/** Brings it up to date. */
	void draw() {
		lastDrawing = System.nanoTime();
		final long points = state.curves().points();
		if (points != drawn || points > 0 && chart.isStale()) {
			if (drawn == 0) arrange(true, !views.isEmpty());
			drawn = points;
			if (chart.getWidth() > 0) chart.show(state.curves().draw(chart.getWidth(), chart.getHeight()));
		}
		state.pictures().forEach((name, picture) -> views.computeIfAbsent(name, this::view).show(picture));
	}

	/** {@return whether the run drew nothing} */
	boolean isEmpty() {
		return drawn == 0 && views.isEmpty();
	}

	/** The chart has the middle; without one the pictures have it. */
	private void arrange(final boolean curves, final boolean views) {
		removeAll();
		if (curves) add(chart, BorderLayout.CENTER);
		if (views) add(pictures, curves ? BorderLayout.EAST : BorderLayout.CENTER);
		if (!curves && !views) add(empty, BorderLayout.CENTER);
		validate();
		repaint();
	}

	private PictureView view(final String name) {
		if (views.isEmpty()) arrange(drawn > 0, true);
		final PictureView view = new PictureView();
		view.setPreferredSize(new Dimension(SIDE, SIDE));
		view.setBorder(BorderFactory.createTitledBorder(name));
		pictures.add(view);
		revalidate();
		return view;
	}

	/** A picture, as large as there is room. */
	private static final class PictureView extends JComponent {

		private static final long serialVersionUID = 1L;

		private transient BufferedImage picture;

		void show(final BufferedImage next) {
			picture = next;
			repaint();
		}

		/** {@return whether the room is not that of the picture any more} */
		boolean isStale() {
			return picture == null || picture.getWidth() != getWidth();
		}

		@Override
		protected void paintComponent(final Graphics graphics) {
			if (picture == null) return;
			final int top = getInsets().top;
			final int side = getInsets().left;
			final double scale = Math.min((double) (getWidth() - 2 * side) / picture.getWidth(), (double) (getHeight() - top -
				getInsets().bottom) / picture.getHeight());
			final int width = (int) (scale * picture.getWidth());
			final int height = (int) (scale * picture.getHeight());
			((Graphics2D) graphics).setRenderingHint(RenderingHints.KEY_INTERPOLATION, scale > 1
				? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
			graphics.drawImage(picture, (getWidth() - width) / 2, top, width, height, null);
		}
	}
}
