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

import io.sonoflow.parameter.Key;

import java.io.File;

import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** What a key's value is typed or chosen with; its text is what a macro would give. */
interface KeyEditor {

	/** Columns of a number, a word, and a path or list. */
	int NUMBER = 9, WORD = 16, PATH = 30;

	/** {@return what is shown, and has the focus} */
	JComponent component();

	/** {@return what stands there} */
	String text();

	/** Lets another text stand there. */
	void set(String text);

	/** Whom to tell of every change. */
	void onChange(Runnable listener);

	/** {@return whether it takes all the width there is} */
	default boolean isWide() {
		return false;
	}

	/** {@return the editor for a key: a check box, a list of choices, or a line of text} */
	static KeyEditor of(final Key key) {
		if (key.type() == boolean.class) return new Flag();
		if (!key.choices().isEmpty()) return new Choice(key);
		if (key.type() != String.class && key.type() != File.class) return new Line(NUMBER);
		return new Line(takesPaths(key) || key.is(Key.LIST) || key.get(Key.PATTERN) == null ? PATH : WORD);
	}

	/** {@return whether the value is a path, or a list of paths} */
	static boolean takesPaths(final Key key) {
		return key.type() == File.class || key.type() == String.class && (key.is(Key.EXISTS) || !key.styles().isEmpty());
	}

	/** A line of text. */
	final class Line implements KeyEditor {

		private final JTextField field;
		private final boolean wide;

		Line(final int columns) {
			field = new JTextField(columns);
			field.setMinimumSize(field.getPreferredSize());
			wide = columns == PATH;
		}

		@Override
		public JTextField component() {
			return field;
		}

		@Override
		public String text() {
			return field.getText();
		}

		@Override
		public void set(final String text) {
			field.setText(text);
			field.setCaretPosition(0);
		}

		@Override
		public boolean isWide() {
			return wide;
		}

		@Override
		public void onChange(final Runnable listener) {
			field.getDocument().addDocumentListener(new DocumentListener() {

				@Override
				public void insertUpdate(final DocumentEvent event) {
					listener.run();
				}

				@Override
				public void removeUpdate(final DocumentEvent event) {
					listener.run();
				}

				@Override
				public void changedUpdate(final DocumentEvent event) {
					// Only the looks.
				}
			});
		}
	}

	/** True or false. */
	final class Flag implements KeyEditor {

		private final JCheckBox box = new JCheckBox();

		@Override
		public JCheckBox component() {
			return box;
		}

		@Override
		public String text() {
			return String.valueOf(box.isSelected());
		}

		@Override
		public void set(final String text) {
			box.setSelected(Boolean.parseBoolean(text));
		}

		@Override
		public void onChange(final Runnable listener) {
			box.addItemListener(event -> listener.run());
		}
	}

	/** One of the choices. */
	final class Choice implements KeyEditor {

		private final JComboBox<String> list;

		Choice(final Key key) {
			list = new JComboBox<>(key.choices().toArray(String[]::new));
		}

		@Override
		public JComboBox<String> component() {
			return list;
		}

		@Override
		public String text() {
			return String.valueOf(list.getSelectedItem());
		}

		@Override
		public void set(final String text) {
			list.setSelectedItem(text);
		}

		@Override
		public void onChange(final Runnable listener) {
			list.addItemListener(event -> listener.run());
		}
	}
}
