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
import io.sonoflow.parameter.Parameters;
import io.sonoflow.parameter.Section;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.Scrollable;

/** The rows of all keys, in sections. It is as wide as the window it scrolls in. */
final class KeyForm extends JPanel implements Scrollable {

	private static final long serialVersionUID = 1;

	private static final int LINE = 26;

	private final List<FoldingSection> sections = new ArrayList<>();
	private final transient List<KeyRow> rows = new ArrayList<>();
	private final transient List<Runnable> listeners = new ArrayList<>();

	/** Several rows change at once: whoever listens is told once, at the end. */
	private boolean filling;

	/** @param parameters their present values are shown */
	KeyForm(final Parameters parameters) {
		setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
		for (final Section section : Section.of(parameters)) {
			final List<KeyRow> here = section.keys().stream().map(key -> new KeyRow(key, this::changed)).toList();
			rows.addAll(here);
			final FoldingSection folding = new FoldingSection(section, here);
			sections.add(folding);
			add(folding);
		}
		GuiScale.apply(this);
		KeyRow.align(rows);
		add(Box.createGlue());
		fill(key -> key.text(key.get(parameters)));
	}

	private void changed(final KeyRow row) {
		if (filling) return;
		row.touch();
		listeners.forEach(Runnable::run);
	}

	void onChange(final Runnable listener) {
		listeners.add(listener);
	}

	void onFocus(final Consumer<KeyRow> listener) {
		rows.forEach(row -> row.onFocus(listener));
	}

	private void fill(final Function<Key, String> text) {
		filling = true;
		rows.forEach(row -> row.editor().set(text.apply(row.key())));
		filling = false;
		listeners.forEach(Runnable::run);
	}

	/** Lets the defaults stand everywhere but where files and folders are named, which have none. */
	void fillDefaults() {
		final Map<String, String> typed = values();
		fill(key -> key.type() == File.class ? typed.getOrDefault(key.name(), "") : key.text(key.initial()));
	}

	/** {@return what stands in the rows, by key} */
	Map<String, String> values() {
		return rows.stream().collect(Collectors.toMap(row -> row.key().name(), row -> row.editor().text(), (a, b) -> b,
			LinkedHashMap::new));
	}

	/**
	 * Marks what is wrong.
	 *
	 * @param wrong by key
	 * @param all whether also what nobody has typed in yet is marked
	 */
	void mark(final Map<String, String> wrong, final boolean all) {
		rows.forEach(row -> row.mark(wrong.getOrDefault(row.key().name(), ""), all));
	}

	/** Brings the row of a key into sight, and the focus there. */
	void goTo(final String key) {
		for (final FoldingSection section : sections)
			for (final KeyRow row : section.rows())
				if (row.key().name().equals(key)) {
					section.fold(false);
					row.editor().component().requestFocusInWindow();
					reveal(row);
				}
	}

	private void reveal(final KeyRow row) {
		validate();
		final Rectangle bounds = row.editor().component().getParent().getBounds();
		bounds.grow(0, LINE);
		((JComponent) row.editor().component().getParent().getParent()).scrollRectToVisible(bounds);
	}

	/** Folds sections away, rare ones first and then the last first, until the form is no higher than this, if it can. */
	void foldTo(final int height) {
		for (final boolean all : new boolean[] { false, true })
			for (int i = sections.size() - 1; i >= 0 && getPreferredSize().height > height; i--)
				if (sections.get(i).canFold() && (all || sections.get(i).isRare())) sections.get(i).fold(true);
	}

	@Override
	public Dimension getPreferredScrollableViewportSize() {
		return getPreferredSize();
	}

	@Override
	public int getScrollableUnitIncrement(final Rectangle visible, final int orientation, final int direction) {
		return LINE;
	}

	@Override
	public int getScrollableBlockIncrement(final Rectangle visible, final int orientation, final int direction) {
		return visible.height - LINE;
	}

	@Override
	public boolean getScrollableTracksViewportWidth() {
		return true;
	}

	@Override
	public boolean getScrollableTracksViewportHeight() {
		return getParent() != null && getParent().getHeight() > getPreferredSize().height;
	}
}
