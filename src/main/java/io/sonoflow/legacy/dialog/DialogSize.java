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

import ij.IJ;
import ij.gui.GUI;

import java.awt.Dimension;
import java.awt.Rectangle;

import javax.swing.JDialog;
import javax.swing.JScrollPane;

/** Keeps a dialog on the screen, its buttons in sight. */
final class DialogSize {

	/** What a window manager puts round a window, and a task bar may hide. */
	private static final int FRAME = 64;

	private final JDialog window;
	private final JScrollPane scroll;
	private final KeyForm form;
	private final boolean aside;

	/**
	 * @param scroll shows the form, in the window
	 * @param aside whether pictures follow the dialog, which must not cover them
	 */
	DialogSize(final JDialog window, final JScrollPane scroll, final KeyForm form, final boolean aside) {
		this.window = window;
		this.scroll = scroll;
		this.form = form;
		this.aside = aside;
	}

	/** Folds sections away until all fits the screen; what does not even then is scrolled, and the buttons stay in sight. */
	void fit() {
		final Rectangle screen = GUI.getMaxWindowBounds(IJ.getInstance());
		final int others = window.getRootPane().getPreferredSize().height - scroll.getPreferredSize().height;
		final int room = screen.height - FRAME - others;
		form.foldTo(room);
		final Dimension wanted = form.getPreferredSize();
		final int bar = scroll.getVerticalScrollBar().getPreferredSize().width;
		scroll.setPreferredSize(new Dimension(Math.min(wanted.width + bar + 16, screen.width), Math.min(wanted.height, room)));
		window.pack();
		// ImageJ opens images at the top, and what follows the dialog must not cover it.
		if (aside) window.setLocation(screen.x + FRAME, screen.y + screen.height - FRAME - window
			.getHeight());
		else GUI.centerOnImageJScreen(window);
	}

	/** What is wrong takes room: the window takes it from the screen, as long as there is some. */
	void grow() {
		if (!window.isShowing()) return;
		final Rectangle screen = GUI.getMaxWindowBounds(window);
		final int more = window.getRootPane().getPreferredSize().height - scroll.getPreferredSize().height + form
			.getPreferredSize().height - window.getRootPane().getHeight();
		final int height = Math.min(window.getHeight() + more, screen.height - FRAME / 2);
		if (height <= window.getHeight()) return;
		window.setBounds(window.getX(), Math.max(screen.y, Math.min(window.getY(), screen.y + screen.height - height)), window
			.getWidth(), height);
		window.validate();
	}
}
