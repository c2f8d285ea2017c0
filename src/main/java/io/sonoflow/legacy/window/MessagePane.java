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

import java.awt.Color;
import java.util.List;

import javax.swing.JTextPane;
import javax.swing.text.BadLocationException;
import javax.swing.text.Element;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;

/** What a run said, a line each; what the user must know stands out. Only Swing's thread uses it. */
final class MessagePane extends JTextPane {

	private static final long serialVersionUID = 1L;

	static final Color WARNING = new Color(0xA04000);

	private final transient RunState state;
	private int said;

	MessagePane(final RunState state) {
		this.state = state;
		setEditable(false);
	}

	/** Adds what was said since the last time. */
	void refresh() {
		final List<RunState.Line> lines = state.lines(said);
		said += lines.size();
		for (final RunState.Line line : lines)
			if (!line.text().isEmpty()) append((line.warning() ? "Warning: " : "") + line.text(), line.warning());
	}

	/** Adds a line. */
	void append(final String text, final boolean warning) {
		final SimpleAttributeSet style = new SimpleAttributeSet();
		StyleConstants.setForeground(style, warning ? WARNING : getForeground());
		try {
			getDocument().insertString(getDocument().getLength(), text + "\n", style);
			final Element lines = getDocument().getDefaultRootElement();
			if (lines.getElementCount() > RunState.MOST_LINES) getDocument().remove(0, lines.getElement(0).getEndOffset());
			setCaretPosition(getDocument().getLength());
		}
		catch (final BadLocationException e) {
			throw new IllegalStateException(e);
		}
	}
}
