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
import ij.plugin.BrowserLauncher;

import io.sonoflow.legacy.SwingHtml;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.event.HyperlinkEvent;
import javax.swing.text.html.HTMLDocument;
import javax.swing.text.html.HTMLEditorKit;

/** Pages of the documentation in a window: links lead from page to page, those into the web to the browser. */
final class HelpWindow {

	/** The name of the part that shows the page, for tests. */
	static final String PAGE = "help page";

	private static final int WIDTH = 800, HEIGHT = 640;

	private final JDialog window;
	private final JEditorPane pane = new JEditorPane();
	private final JButton back = new JButton("Back");
	private final Deque<URL> before = new ArrayDeque<>();
	private URL shown;

	private HelpWindow(final Window owner, final String title) {
		window = new JDialog(owner, title);
		pane.setName(PAGE);
		pane.setEditable(false);
		pane.setEditorKit(new HTMLEditorKit());
		pane.addHyperlinkListener(this::follow);
		back.addActionListener(event -> {
			shown = null;
			open(before.pop(), null);
		});
		final JButton close = new JButton("Close");
		close.addActionListener(event -> window.dispose());
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT));
		buttons.add(back);
		buttons.add(close);
		window.add(new JScrollPane(pane), BorderLayout.CENTER);
		window.add(buttons, BorderLayout.SOUTH);
		window.getRootPane().registerKeyboardAction(event -> window.dispose(), KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
			JComponent.WHEN_IN_FOCUSED_WINDOW);
		window.setSize(WIDTH, HEIGHT);
		window.setLocationRelativeTo(owner);
	}

	/**
	 * Opens the page of a command beside its dialog; a dialog that lets nothing else be used lets this one.
	 *
	 * @param owner the dialog
	 * @return whether there is such a page
	 */
	static boolean open(final Window owner, final String label) {
		final Optional<URL> page = HelpPage.find(HelpPage.ofCommand(label));
		page.ifPresent(url -> {
			final HelpWindow help = new HelpWindow(owner, "Help: " + label.replace("...", ""));
			help.open(url, null);
			help.window.setVisible(true);
		});
		return page.isPresent();
	}

	private void open(final URL page, final String anchor) {
		try {
			if (shown != null && !shown.equals(page)) before.push(shown);
			final HTMLDocument document = (HTMLDocument) pane.getEditorKit().createDefaultDocument();
			document.setBase(page);
			document.setAsynchronousLoadPriority(-1);
			pane.setDocument(document);
			pane.setText(HelpPage.html(page));
			shown = page;
			SwingUtilities.invokeLater(() -> {
				if (anchor == null) pane.setCaretPosition(0);
				else pane.scrollToReference(anchor);
			});
		}
		catch (final IOException e) {
			pane.setText(SwingHtml.escape("This page cannot be read: " + e));
		}
		back.setEnabled(!before.isEmpty());
	}

	private void follow(final HyperlinkEvent event) {
		if (event.getEventType() != HyperlinkEvent.EventType.ACTIVATED) return;
		final String target = event.getDescription();
		if (target.matches("https?://.*")) {
			browse(target);
			return;
		}
		final String[] parts = target.split("#", 2);
		final String anchor = parts.length == 2 ? parts[1] : null;
		final Optional<URL> page = parts[0].isEmpty() ? Optional.of(shown) : relative(parts[0]);
		page.ifPresent(url -> open(url, anchor));
	}

	/** What lies outside of the documentation, as a source, is not in the jar. */
	private Optional<URL> relative(final String target) {
		try {
			final URL url = new URL(shown, target);
			final String text = url.toString();
			final int root = text.indexOf(HelpPage.ROOT);
			return root < 0 || !target.endsWith(".md") ? Optional.empty() : HelpPage.find(text.substring(root + HelpPage.ROOT
				.length()));
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	private static void browse(final String address) {
		try {
			BrowserLauncher.openURL(address);
		}
		catch (final IOException e) {
			IJ.showStatus("No browser could be opened for " + address);
		}
	}
}
