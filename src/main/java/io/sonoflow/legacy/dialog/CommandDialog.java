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
import ij.Macro;

import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.SwingHtml;

import java.awt.BorderLayout;
import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.Timer;

import org.scijava.command.Previewable;

/**
 * The dialog of a command: every key with its default, in sections that fit the screen; what is wrong is marked while it is
 * typed, and OK closes the dialog only when nothing is. The same in plain ImageJ and in Fiji.
 */
public final class CommandDialog {

	/** Names of the parts, for tests. */
	static final String OK = "ok", CANCEL = "cancel", DEFAULTS = "defaults", HELP = "help", MISTAKE = "mistake";

	/** Milliseconds without a change after which the values are checked. */
	private static final int PAUSE = 200;

	private static final int TEXT_WIDTH = 560;

	/** Of the help at the foot. */
	private static final int LINES = 3;

	private final DialogFollower command;
	private final KeyForm form;
	private final JScrollPane scroll;
	private final JDialog window;
	private final JLabel mistake = new JLabel();
	private final JLabel help = new JLabel(" ");
	private final LiveFollower follower;
	private final DialogSize size;
	private final CountDownLatch closed = new CountDownLatch(1);
	private final Timer check = new Timer(PAUSE, event -> check(false));
	private boolean accepted;

	/** After the first OK also what nobody has touched is marked. */
	private boolean tried;

	private CommandDialog(final DialogFollower command, final String told, final boolean modal) {
		this.command = command;
		form = new KeyForm(command.parameters());
		scroll = new JScrollPane(form, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
		follower = new LiveFollower(command);
		window = new JDialog(IJ.getInstance(), command.label().replace("...", ""), modal
			? ModalityType.APPLICATION_MODAL : ModalityType.MODELESS);
		check.setRepeats(false);
		build();
		tell(told);
		form.onChange(check::restart);
		form.onFocus(row -> help.setText(wrapped(row.help())));
		size = new DialogSize(window, scroll, form, command instanceof Previewable);
		size.fit();
	}

	/**
	 * Asks for the command's parameters, and returns when the dialog is closed. A command without any is not asked about.
	 *
	 * @return whether the user pressed OK: then the parameters have the values, each of which is allowed, and the command was
	 *         told. If not, a running macro is over, as after every dialog of ImageJ
	 */
	public static boolean ask(final DialogFollower command) {
		return askAgain(command, "");
	}

	/**
	 * The same after a run that could not begin with the present values.
	 *
	 * @param message what was wrong with them, in the words of a macro; empty = nothing
	 */
	public static boolean askAgain(final DialogFollower command, final String message) {
		if (command.parameters().keys().isEmpty()) return true;
		// Pictures that follow the dialog can be looked at beside it; but in the thread of events nobody could wait for it then.
		final boolean modal = !(command instanceof Previewable) || EventQueue.isDispatchThread();
		final String told = message.isEmpty() ? "" : FieldWords.of(command.parameters(), message);
		final CommandDialog[] dialog = new CommandDialog[1];
		inEventQueue(() -> {
			dialog[0] = new CommandDialog(command, told, modal);
			dialog[0].show();
		});
		return dialog[0].answer();
	}

	private static void inEventQueue(final Runnable task) {
		if (EventQueue.isDispatchThread()) {
			task.run();
			return;
		}
		try {
			EventQueue.invokeAndWait(task);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The dialog was interrupted", e);
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException("The dialog cannot be shown", e.getCause());
		}
	}

	private void show() {
		if (command instanceof Previewable) follower.changed(form.values());
		window.setVisible(true);
	}

	private boolean answer() {
		try {
			closed.await();
		}
		catch (final InterruptedException e) {
			EventQueue.invokeLater(this::cancel);
			Thread.currentThread().interrupt();
		}
		follower.close(accepted);
		if (!accepted) {
			Macro.abort();
			return false;
		}
		// Only now: what followed the dialog has set them, too.
		command.parameters().set(form.values());
		command.answered();
		return true;
	}

	private void build() {
		final JPanel top = new JPanel(new BorderLayout(0, 4));
		top.setBorder(BorderFactory.createEmptyBorder(8, 10, 4, 10));
		top.add(KeyRow.plain(new JLabel(wrapped(command.description()))), BorderLayout.NORTH);
		scroll.setBorder(BorderFactory.createEmptyBorder(0, 6, 0, 6));
		final JPanel foot = foot();
		GuiScale.apply(top);
		GuiScale.apply(foot);
		help.setPreferredSize(new Dimension(TEXT_WIDTH, LINES * help.getPreferredSize().height));
		window.add(top, BorderLayout.NORTH);
		window.add(scroll, BorderLayout.CENTER);
		window.add(foot, BorderLayout.SOUTH);
		window.setDefaultCloseOperation(JDialog.DO_NOTHING_ON_CLOSE);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				cancel();
			}
		});
		window.getRootPane().registerKeyboardAction(event -> cancel(), KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
			JComponent.WHEN_IN_FOCUSED_WINDOW);
	}

	private JPanel foot() {
		final JPanel foot = new JPanel();
		foot.setLayout(new BoxLayout(foot, BoxLayout.Y_AXIS));
		foot.setBorder(BorderFactory.createEmptyBorder(4, 10, 6, 10));
		KeyRow.plain(help).setForeground(KeyRow.GREY);
		help.setVerticalAlignment(JLabel.TOP);
		mistake.setName(MISTAKE);
		KeyRow.plain(mistake).setForeground(KeyRow.RED);
		final JPanel texts = new JPanel(new BorderLayout(0, 4));
		texts.add(help, BorderLayout.CENTER);
		texts.add(mistake, BorderLayout.SOUTH);
		foot.add(texts);
		foot.add(buttons());
		return foot;
	}

	private JPanel buttons() {
		final JPanel buttons = new JPanel(new BorderLayout());
		final JPanel left = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 4));
		left.add(button("Help", HELP, this::help));
		left.add(button("Defaults", DEFAULTS, form::fillDefaults));
		final JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT, 4, 4));
		final JButton ok = button("OK", OK, this::accept);
		right.add(button("Cancel", CANCEL, this::cancel));
		right.add(ok);
		window.getRootPane().setDefaultButton(ok);
		buttons.add(left, BorderLayout.WEST);
		buttons.add(Box.createHorizontalGlue(), BorderLayout.CENTER);
		buttons.add(right, BorderLayout.EAST);
		return buttons;
	}

	private static JButton button(final String text, final String name, final Runnable action) {
		final JButton button = new JButton(text);
		button.setName(name);
		button.addActionListener(event -> action.run());
		return button;
	}

	private void tell(final String text) {
		mistake.setText(text.isEmpty() ? "" : wrapped(text));
		mistake.setVisible(!text.isEmpty());
	}

	private static String wrapped(final String text) {
		return "<html><div width=\"" + TEXT_WIDTH + "\">" + SwingHtml.escape(text) + "</div></html>";
	}

	/** {@return whether nothing is wrong} */
	private boolean check(final boolean all) {
		final Map<String, String> values = form.values();
		final FormCheck found = FormCheck.of(command.parameters(), values);
		form.mark(found.fields(), all || tried);
		tell(all || tried ? found.whole() : "");
		size.grow();
		if (all) found.fields().keySet().stream().findFirst().ifPresent(form::goTo);
		if (!all && command instanceof Previewable) follower.changed(values);
		return found.isGood();
	}

	private void accept() {
		check.stop();
		if (!check(true)) {
			tried = true;
			return;
		}
		accepted = true;
		close();
	}

	private void cancel() {
		close();
	}

	private void close() {
		check.stop();
		window.dispose();
		closed.countDown();
	}

	private void help() {
		if (!HelpWindow.open(window, command.label())) tell("There is no page about " + command.label()
			.replace("...", "") + " in this installation.");
	}
}
