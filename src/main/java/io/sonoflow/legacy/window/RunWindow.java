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

import ij.WindowManager;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog.ModalExclusionType;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Frame;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JTabbedPane;
import javax.swing.KeyStroke;
import javax.swing.Timer;
import javax.swing.WindowConstants;

/**
 * The window of one run: first how it goes, then what it gave. Escape in it cancels the run, or closes the window after its
 * end. Only Swing's thread uses it.
 */
final class RunWindow {

	private static final int REFRESH = 250;
	private static final int STEPS = 1000;
	private static final Dimension SIZE = new Dimension(780, 560);
	private static final int LOG_HEIGHT = 130;
	private static final int GAP = 8;
	private static final Color GOOD = new Color(0x1B6B1B);

	private final RunState state;
	private final JFrame frame;
	private final JLabel stage = new JLabel("Starting");
	private final JLabel left = new JLabel(" ");
	private final JProgressBar bar = new JProgressBar(0, STEPS);
	private final CoursePanel course;
	private final MessagePane log;
	private final JTabbedPane tabs = new JTabbedPane();
	private final JButton finish = new JButton("Finish now");
	private final JButton cancel = new JButton("Cancel");
	private final JPanel buttons = new JPanel(new CardLayout());
	private final Timer timer = new Timer(REFRESH, event -> refresh());
	private boolean ended;

	RunWindow(final RunState state) {
		this.state = state;
		this.course = new CoursePanel(state);
		this.log = new MessagePane(state);
		frame = new JFrame(state.name());
		frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
		// The dialog of the next command must not keep anybody from ending this run.
		frame.setModalExclusionType(ModalExclusionType.APPLICATION_EXCLUDE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				leave();
			}
		});
		final JPanel content = new JPanel(new BorderLayout(GAP, GAP));
		content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		content.add(head(), BorderLayout.NORTH);
		tabs.addTab("Course", course);
		content.add(tabs, BorderLayout.CENTER);
		content.add(foot(), BorderLayout.SOUTH);
		frame.setContentPane(content);
		frame.getRootPane().registerKeyboardAction(event -> escape(), KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
			JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT);
		frame.setPreferredSize(SIZE);
		frame.pack();
		frame.setLocationByPlatform(true);
		refresh();
	}

	private static <C extends JComponent> C named(final String name, final C component) {
		component.setName(name);
		return component;
	}

	private JComponent head() {
		stage.setFont(stage.getFont().deriveFont(Font.BOLD));
		final JPanel line = new JPanel(new BorderLayout(GAP, 0));
		line.add(named("stage", stage), BorderLayout.CENTER);
		line.add(named("left", left), BorderLayout.EAST);
		final JPanel head = new JPanel(new BorderLayout(0, GAP / 2));
		head.add(line, BorderLayout.NORTH);
		head.add(named("bar", bar), BorderLayout.CENTER);
		return head;
	}

	private JComponent foot() {
		final JScrollPane scroll = new JScrollPane(named("log", log));
		scroll.setPreferredSize(new Dimension(0, LOG_HEIGHT));
		scroll.setBorder(BorderFactory.createTitledBorder("Messages and warnings"));
		finish.addActionListener(event -> finish());
		cancel.addActionListener(event -> cancel());
		cancel.setToolTipText("Stops the run. What is kept to go on from, the message says then.");
		buttons.add(row(named("finish", finish), named("cancel", cancel)), "running");
		final JPanel foot = new JPanel(new BorderLayout(0, GAP / 2));
		foot.add(scroll, BorderLayout.CENTER);
		foot.add(buttons, BorderLayout.SOUTH);
		return foot;
	}

	/** {@return components in a row, at the right} */
	private static JPanel row(final Component... components) {
		final JPanel row = new JPanel(new FlowLayout(FlowLayout.RIGHT, GAP, 0));
		for (final Component component : components)
			row.add(component);
		return row;
	}

	/** Shows it, if it is not shown yet. */
	void open() {
		if (frame.isVisible()) return;
		WindowManager.addWindow(frame);
		frame.setVisible(true);
		// A button would take the next press of the space bar, wherever the user had been typing.
		log.requestFocusInWindow();
		timer.start();
	}

	/** {@return whether it shows how the run ended} */
	boolean isEnded() {
		return ended;
	}

	void close() {
		timer.stop();
		WindowManager.removeWindow(frame);
		frame.dispose();
	}

	private void refresh() {
		final RunState.Progress progress = state.progress();
		if (!frame.getTitle().equals(state.name())) frame.setTitle(state.name());
		if (!ended) {
			stage.setText(state.isCancelled() ? "Cancelling after this step" : state.isFinishing() ? "Finishing: " + state.offer()
				: progress.stage().isEmpty() ? "Starting" : progress.stage() + ": " + progress.done() + " of " + progress.total());
			left.setText(progress.left().isEmpty() ? "for " + state.elapsed() : progress.left());
			bar.setIndeterminate(progress.stage().isEmpty());
			bar.setValue((int) (STEPS * Math.min(1, (double) progress.done() / Math.max(1, progress.total()))));
			finish.setEnabled(!state.offer().isEmpty() && !state.isFinishing() && !state.isCancelled());
			finish.setToolTipText(state.offer().isEmpty() ? "At this moment there is no result to be written." : state.offer());
			cancel.setEnabled(!state.isCancelled());
		}
		log.refresh();
		course.refresh();
	}

	private void cancel() {
		state.cancel();
		refresh();
	}

	private void finish() {
		state.finish();
		refresh();
	}

	private void escape() {
		if (ended) close();
		else cancel();
	}

	/** Of a run that goes on the window does not just vanish. */
	private void leave() {
		if (ended) {
			close();
			return;
		}
		final Object[] choices = { "Cancel the run", "Let it go on" };
		final int choice = JOptionPane.showOptionDialog(frame, state.title() + " is still running.", state.title(),
			JOptionPane.DEFAULT_OPTION, JOptionPane.QUESTION_MESSAGE, null, choices, choices[1]);
		if (choice == 0 && !ended) cancel();
		else if (choice == 1 && !ended) frame.setExtendedState(Frame.ICONIFIED);
	}

	/** Shows the result. What was pressed does not say whether it was ended early: the wish may have come too late, or by file. */
	void done(final Path folder, final Map<String, Object> figures, final boolean early) {
		end((early ? "Ended early after " : "Finished after ") + state.elapsed() + (folder == null ? "" : ": " + folder), GOOD);
		bar.setValue(STEPS);
		if (folder != null) {
			final ResultPanel result = new ResultPanel(folder, figures);
			tabs.insertTab("Result", null, result, null, 0);
			tabs.setSelectedIndex(0);
			close(result.buttons());
		}
		else close(List.of());
	}

	/** Shows why there is none. */
	void failed(final String message, final boolean cancelled) {
		end((cancelled ? "Cancelled after " : "Failed after ") + state.elapsed(), MessagePane.WARNING);
		log.append(message, true);
		close(List.of());
		frame.toFront();
	}

	private void end(final String headline, final Color color) {
		refresh();
		ended = true;
		timer.stop();
		course.draw();
		if (course.isEmpty()) tabs.remove(course);
		stage.setText(headline);
		stage.setForeground(color);
		left.setText(" ");
		bar.setIndeterminate(false);
	}

	/** Where there is nothing to look at, the messages have all the room. */
	private void spread() {
		final Container content = frame.getContentPane();
		final Component foot = ((BorderLayout) content.getLayout()).getLayoutComponent(BorderLayout.SOUTH);
		content.remove(tabs);
		content.add(foot, BorderLayout.CENTER);
		content.validate();
	}

	private void close(final List<JButton> before) {
		if (tabs.getTabCount() == 0) spread();
		final JButton close = named("close", new JButton("Close"));
		close.addActionListener(event -> close());
		final JPanel row = row(before.toArray(Component[]::new));
		row.add(Box.createHorizontalStrut(GAP));
		row.add(close);
		buttons.add(row, "ended");
		((CardLayout) buttons.getLayout()).show(buttons, "ended");
	}
}
