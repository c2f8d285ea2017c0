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

import io.sonoflow.legacy.SwingHtml;
import io.sonoflow.parameter.Key;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.border.Border;

/**
 * The row of a key in a dialog: its label, the key beside it where the two differ, the value, what values it takes; below it,
 * what is wrong with the value.
 */
final class KeyRow {

	/** Of what is wrong. */
	static final Color RED = new Color(0xC0, 0x1C, 0x1C);

	/** Of what need not be read. */
	static final Color GREY = new Color(0x70, 0x70, 0x70);

	/** Names of the parts, for tests and assistive tools: the editor has the key's own. */
	static final String BROWSE = "browse ", WRONG = "wrong ";

	/** The longest hint that stands beside a value; longer ones stand in the help only. */
	private static final int HINT = 34;

	private final Key key;
	private final KeyEditor editor;
	private final JLabel label;
	private final JLabel name;
	private final JLabel wrong = plain(new JLabel());
	private final Border border;
	private boolean touched;

	/** @param change told of every change */
	KeyRow(final Key key, final Consumer<KeyRow> change) {
		this.key = key;
		editor = KeyEditor.of(key);
		border = editor.component().getBorder();
		label = plain(new JLabel(key.label() + (key.is(Key.REQUIRED) && key.text(key.initial()).isEmpty() ? " *" : "")));
		label.setLabelFor(editor.component());
		label.setToolTipText(tip());
		name = new JLabel(isNamedAsLabelled() ? "" : key.name());
		name.setFont(new Font(Font.MONOSPACED, Font.PLAIN, name.getFont().getSize() - 1));
		name.setForeground(GREY);
		name.setToolTipText(tip());
		editor.component().setName(key.name());
		editor.component().setToolTipText(tip());
		editor.component().getAccessibleContext().setAccessibleName(key.label());
		editor.component().getAccessibleContext().setAccessibleDescription(key.help());
		editor.onChange(() -> change.accept(this));
		wrong.setName(WRONG + key.name());
		wrong.setForeground(RED);
		wrong.setVisible(false);
	}

	Key key() {
		return key;
	}

	/** Says that somebody has typed here. */
	void touch() {
		touched = true;
	}

	KeyEditor editor() {
		return editor;
	}

	/** {@return what is shown at the foot of the dialog while the row has the focus} */
	String help() {
		return key.help() + (key.type() == boolean.class || key.type() == File.class ? "" : " Allowed: " + key.allowed() + ".");
	}

	private String tip() {
		return "<html><div width=\"380\">" + SwingHtml.escape(key.help()) + "<br><i>Macro key: " + key.name() +
			"</i></div></html>";
	}

	/** {@return the label, not in bold letters as some looks have it} */
	static JLabel plain(final JLabel label) {
		label.setFont(label.getFont().deriveFont(Font.PLAIN));
		return label;
	}

	/** Lets labels and keys of all rows begin in the same columns. */
	static void align(final List<KeyRow> rows) {
		for (final Function<KeyRow, JLabel> part : List.<Function<KeyRow, JLabel>>of(row -> row.label, row -> row.name)) {
			final int width = rows.stream().mapToInt(row -> part.apply(row).getPreferredSize().width).max().orElse(0);
			rows.stream().map(part).forEach(each -> each.setPreferredSize(new Dimension(width, each.getPreferredSize().height)));
		}
	}

	/** Adds the row to a panel with three columns at line {@code 2 * place}. */
	void addTo(final JPanel panel, final int place) {
		panel.add(label, at(0, 2 * place, 0));
		panel.add(name, at(1, 2 * place, 0));
		panel.add(value(), at(2, 2 * place, 1));
		final GridBagConstraints below = at(2, 2 * place + 1, 1);
		below.insets = new Insets(0, 6, 3, 4);
		panel.add(wrong, below);
	}

	private static GridBagConstraints at(final int column, final int line, final double weight) {
		return new GridBagConstraints(column, line, 1, 1, weight, 0, GridBagConstraints.WEST, weight > 0
			? GridBagConstraints.HORIZONTAL : GridBagConstraints.NONE, new Insets(1, 4, 1, 4), 0, 0);
	}

	/** {@return whether the label says the key already} */
	private boolean isNamedAsLabelled() {
		return key.label().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").equals(key.name());
	}

	private JPanel value() {
		final JPanel value = new JPanel();
		value.setLayout(new BorderLayout(6, 0));
		value.add(editor.component(), editor.isWide() ? BorderLayout.CENTER : BorderLayout.WEST);
		if (KeyEditor.takesPaths(key)) {
			value.add(browse(), BorderLayout.EAST);
			PathChooser.acceptDrops(key, editor);
		}
		else if (!editor.isWide()) {
			final JLabel hint = plain(new JLabel(hint(key)));
			hint.setForeground(GREY);
			value.add(hint, BorderLayout.CENTER);
		}
		return value;
	}

	private JButton browse() {
		final JButton button = new JButton("Browse...");
		button.setName(BROWSE + key.name());
		button.setMargin(new Insets(0, 6, 0, 6));
		button.addActionListener(event -> PathChooser.choose(button, key, editor.text()).ifPresent(editor::set));
		return button;
	}

	/** {@return what values it takes, in few words; empty if there is nothing to say} */
	static String hint(final Key key) {
		if (!key.choices().isEmpty() || key.type() == boolean.class) return "";
		final String allowed = key.allowed().replaceFirst("^(a whole number|a number|text)( from| of)?", "").replaceAll(
			"\\((.*)\\)$", "$1").strip();
		return allowed.length() > HINT ? "" : allowed;
	}

	/** Calls back when the row gets the focus. */
	void onFocus(final Consumer<KeyRow> listener) {
		editor.component().addFocusListener(new FocusAdapter() {

			@Override
			public void focusGained(final FocusEvent event) {
				listener.accept(KeyRow.this);
			}
		});
	}

	/**
	 * Marks the value as wrong, or as good.
	 *
	 * @param message empty if nothing is wrong
	 * @param all whether also what nobody has typed in yet is marked
	 */
	void mark(final String message, final boolean all) {
		final boolean marked = !message.isEmpty() && (all || touched);
		wrong.setText(marked ? "<html><div width=\"430\">" + SwingHtml.escape(message) + "</div></html>" : "");
		wrong.setVisible(marked);
		final JComponent part = editor.component();
		part.setBorder(marked ? red(border == null ? new Insets(1, 1, 1, 1) : border.getBorderInsets(part)) : border);
	}

	private static Border red(final Insets insets) {
		return BorderFactory.createCompoundBorder(BorderFactory.createLineBorder(RED, 2), BorderFactory.createEmptyBorder(Math
			.max(0, insets.top - 2), Math.max(0, insets.left - 2), Math.max(0, insets.bottom - 2), Math.max(0, insets.right - 2)));
	}
}
