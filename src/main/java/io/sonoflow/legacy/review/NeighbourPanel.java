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

import io.sonoflow.curate.review.Neighbours;

import java.awt.BorderLayout;
import java.awt.GridLayout;
import java.util.List;

import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The images most alike to the one that is judged, with their labels. */
final class NeighbourPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	/** How many there are. */
	static final int COUNT = 4;

	private static final int SIDE = 150;

	private final JLabel title = new JLabel();
	private final JPanel pictures = new JPanel(new GridLayout(0, 2, 6, 6));

	/**
	 * One of them.
	 *
	 * @param image 8-bit grey (x, y); null for an empty place
	 * @param text below it
	 */
	record Neighbour(RandomAccessibleInterval<UnsignedByteType> image, String text) {
	}

	NeighbourPanel() {
		super(new BorderLayout(4, 4));
		title.setName("measure");
		pictures.setName("neighbours");
		add(title, BorderLayout.NORTH);
		add(pictures, BorderLayout.CENTER);
		clear();
	}

	/** Places for those that are not there yet. */
	void clear() {
		show(List.of());
	}

	void show(final List<Neighbour> neighbours) {
		pictures.removeAll();
		for (int i = 0; i < COUNT; i++)
			pictures.add(place(i < neighbours.size() ? neighbours.get(i) : new Neighbour(null, " ")));
		pictures.revalidate();
		pictures.repaint();
	}

	/** @param text more than how likeness is measured; empty = no more */
	void say(final String text) {
		title.setText("<html>Most alike, by " + Neighbours.MEASURE + "<br>" + (text.isEmpty() ? "&nbsp;" : text) + "</html>");
	}

	private static JComponent place(final Neighbour neighbour) {
		final PicturePanel panel = new PicturePanel(SIDE, SIDE);
		panel.show(neighbour.image);
		final JPanel place = new JPanel(new BorderLayout());
		place.add(panel, BorderLayout.CENTER);
		place.add(new JLabel(neighbour.text, SwingConstants.CENTER), BorderLayout.SOUTH);
		return place;
	}
}
