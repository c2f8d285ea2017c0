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
package io.sonoflow.legacy.dialog;

import io.sonoflow.parameter.Section;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.GridBagLayout;
import java.util.List;
import java.util.stream.Collectors;

import javax.swing.BorderFactory;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;

/** The rows of a section under its heading; a click on the heading folds them away, or back. */
final class FoldingSection extends JPanel {

	private static final long serialVersionUID = 1;

	/** The heading's name, for tests. */
	static final String HEADING = "heading ";

	/** The longest list of labels that stands beside the heading of a folded section. */
	private static final int LABELS = 60;

	private final transient List<KeyRow> rows;
	private final boolean rare;
	private final JPanel body = new JPanel(new GridBagLayout());
	private final JButton heading;
	private final JLabel summary = new JLabel();

	FoldingSection(final Section section, final List<KeyRow> rows) {
		super(new BorderLayout());
		this.rows = rows;
		rare = section.isRare();
		setBorder(BorderFactory.createEmptyBorder(0, 0, 4, 0));
		for (int i = 0; i < rows.size(); i++)
			rows.get(i).addTo(body, i);
		add(body, BorderLayout.CENTER);
		heading = new JButton(section.heading(), new Triangle());
		if (section.heading().isEmpty()) return;
		body.setBorder(BorderFactory.createEmptyBorder(0, 14, 0, 0));
		KeyRow.plain(summary).setForeground(KeyRow.GREY);
		add(top(), BorderLayout.NORTH);
	}

	private JPanel top() {
		heading.setName(HEADING + heading.getText());
		heading.setFont(heading.getFont().deriveFont(Font.BOLD));
		heading.setHorizontalAlignment(SwingConstants.LEFT);
		heading.setContentAreaFilled(false);
		heading.setBorder(BorderFactory.createEmptyBorder(3, 4, 3, 4));
		heading.setToolTipText("Click to show or hide");
		heading.addActionListener(event -> fold(isOpen()));
		final JPanel top = new JPanel(new BorderLayout(8, 0));
		top.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, KeyRow.GREY.brighter()));
		top.add(heading, BorderLayout.WEST);
		top.add(summary, BorderLayout.CENTER);
		return top;
	}

	/** Never higher than it must be. */
	@Override
	public Dimension getMaximumSize() {
		return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
	}

	List<KeyRow> rows() {
		return rows;
	}

	/** {@return whether there is a heading to fold it by} */
	boolean canFold() {
		return !heading.getText().isEmpty();
	}

	/** {@return whether most people leave it as it is} */
	boolean isRare() {
		return rare;
	}

	boolean isOpen() {
		return body.isVisible();
	}

	void fold(final boolean away) {
		body.setVisible(!away);
		final String labels = rows.stream().map(row -> row.key().label()).collect(Collectors.joining(", "));
		summary.setText(!away ? "" : labels.length() <= LABELS ? labels : labels.substring(0, LABELS) + "...");
		// What is invalid already would not tell its container, which remembers its size.
		for (Container part = this; part != null; part = part.getParent())
			part.invalidate();
		revalidate();
		repaint();
	}

	/** Points down while the section is open. */
	private final class Triangle implements Icon {

		private static final int SIZE = 9;

		@Override
		public void paintIcon(final Component component, final Graphics graphics, final int x, final int y) {
			final Graphics pen = graphics.create();
			pen.setColor(component.getForeground());
			final int half = SIZE / 2;
			if (isOpen()) pen.fillPolygon(new int[] { x, x + SIZE, x + half }, new int[] { y + 2, y + 2, y + 2 + half + 1 }, 3);
			else pen.fillPolygon(new int[] { x + 2, x + 2 + half + 1, x + 2 }, new int[] { y, y + half, y + SIZE }, 3);
			pen.dispose();
		}

		@Override
		public int getIconWidth() {
			return SIZE;
		}

		@Override
		public int getIconHeight() {
			return SIZE;
		}
	}
}
