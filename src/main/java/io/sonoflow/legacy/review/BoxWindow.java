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

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.RoiListener;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.SwingHtml;
import io.sonoflow.step.crop.BoxCorrector;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/**
 * Shows on an open image the rectangles that were found, the chosen one as a selection that can be moved, changed and drawn anew
 * with ImageJ's tools, and a small window beside it with the list. ImageJ can be used meanwhile. The image's own selection and
 * overlay are as before in the end.
 */
public final class BoxWindow implements BoxCorrector {

	private static final Color CERTAIN = new Color(0x00C853);
	private static final Color DOUBTFUL = new Color(0xFF9100);
	private static final long LOOK = 100;
	private static final Set<ImagePlus> OPEN = ConcurrentHashMap.newKeySet();

	private final ImagePlus image;
	private final String yes;
	private final String no;
	private final List<ListedBox> entries = new ArrayList<>();
	private final DefaultListModel<String> names = new DefaultListModel<>();
	private final JList<String> list = new JList<>(names);
	private final CountDownLatch done = new CountDownLatch(1);
	private JFrame window;
	private Overlay before;
	private boolean accepted;
	/** While it is this window that sets the selection. */
	private boolean setting;

	/**
	 * @param image that is shown in a window
	 * @param yes text of the button that takes the rectangles
	 * @param no text of the other
	 */
	public BoxWindow(final ImagePlus image, final String yes, final String no) {
		this.image = image;
		this.yes = yes;
		this.no = no;
	}

	/** {@return a window for the image in front; none where a macro, a batch or nobody would have to answer} */
	public static Optional<BoxCorrector> ofActiveImage() {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (!Host.hasUser() || image == null || image.getWindow() == null) return Optional.empty();
		return Optional.of(new BoxWindow(image, "Crop", "Cancel"));
	}

	@Override
	public Optional<List<Box>> correct(final List<FieldOfView> found, final Monitor monitor) {
		// The rectangles of the one would be the overlay that the other restores.
		if (!OPEN.add(image)) throw new SonoflowException.Input(image.getTitle() +
			" is being cropped already. Answer the window of that run first.");
		final Roi roi = image.getRoi();
		before = image.getOverlay();
		for (final FieldOfView field : found)
			entries.add(new ListedBox(field.box(), field.box(), field.score(), field.reason()));
		final RoiListener listener = (changed, id) -> {
			if (changed == image && id != RoiListener.DELETED) SwingUtilities.invokeLater(this::takeSelection);
		};
		Roi.addRoiListener(listener);
		SwingUtilities.invokeLater(this::open);
		try {
			return monitor.ask(() -> answer(monitor));
		}
		finally {
			OPEN.remove(image);
			Roi.removeRoiListener(listener);
			SwingUtilities.invokeLater(() -> close(roi));
		}
	}

	private Optional<List<Box>> answer(final Monitor monitor) {
		try {
			while (!done.await(LOOK, TimeUnit.MILLISECONDS))
				if (image.getWindow() == null || monitor.isCancelled()) break;
			return accepted && image.getWindow() != null ? Optional.of(entries.stream().map(ListedBox::box).toList()) : Optional
				.empty();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	private void open() {
		window = new JFrame(yes + ": is this the picture?");
		window.setName("sonoflow.review.boxes");
		window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				done.countDown();
			}
		});
		list.setName("boxes");
		list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		list.setVisibleRowCount(4);
		list.addListSelectionListener(event -> {
			if (!event.getValueIsAdjusting() && !setting) draw();
		});
		final JPanel content = new JPanel(new BorderLayout(6, 6));
		content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		content.add(new JLabel("<html>" + SwingHtml.escape(image.getTitle()) + ": " + entries.size() +
			" found, with score. Move or change the yellow<br>selection, or draw another; the list says which it is.</html>"),
			BorderLayout.NORTH);
		content.add(new JScrollPane(list), BorderLayout.CENTER);
		content.add(buttons(), BorderLayout.SOUTH);
		window.setContentPane(content);
		fill(0);
		window.pack();
		place();
		window.setVisible(true);
		// The run's own window may be there already.
		image.getWindow().toFront();
		window.toFront();
	}

	/** Beside the image, where there is room. */
	private void place() {
		final Rectangle screen = window.getGraphicsConfiguration().getBounds();
		final Rectangle beside = image.getWindow().getBounds();
		final int right = beside.x + beside.width + 4;
		final boolean fits = right + window.getWidth() <= screen.x + screen.width;
		window.setLocation(fits ? right : screen.x + screen.width - window.getWidth(), Math.max(screen.y, Math.min(beside.y,
			screen.y + screen.height - window.getHeight())));
	}

	private JPanel buttons() {
		final JPanel row = new JPanel(new GridLayout(1, 0, 6, 6));
		row.add(button("Add", this::add));
		row.add(button("Remove", this::remove));
		row.add(button(yes, () -> {
			takeSelection();
			accepted = true;
			done.countDown();
		}));
		row.add(button(no, done::countDown));
		return row;
	}

	private static JButton button(final String text, final Runnable action) {
		final JButton button = new JButton(text);
		button.setName(text);
		button.addActionListener(event -> action.run());
		return button;
	}

	private void add() {
		final Box box = new Box(image.getWidth() / 4, image.getHeight() / 4, Math.max(1, image.getWidth() / 2), Math.max(1, image
			.getHeight() / 2));
		entries.add(new ListedBox(box, null, 1, ""));
		fill(entries.size() - 1);
	}

	/** One is left: else there were nothing to cut. */
	private void remove() {
		if (entries.size() == 1) return;
		entries.remove(chosen());
		fill(Math.min(chosen(), entries.size() - 1));
	}

	private int chosen() {
		return Math.max(0, Math.min(list.getSelectedIndex(), entries.size() - 1));
	}

	private void fill(final int selected) {
		setting = true;
		names.clear();
		for (int i = 0; i < entries.size(); i++)
			names.addElement(entries.get(i).text(i + 1) + (entries.get(i).reason().isEmpty() || !entries.get(i).isFound() ? "" : " - " +
				entries.get(i).reason()));
		list.setSelectedIndex(selected);
		setting = false;
		draw();
	}

	/** What somebody made of the selection. */
	private void takeSelection() {
		final Roi roi = image.getRoi();
		if (setting || roi == null || roi.getState() == Roi.CONSTRUCTING) return;
		final int touched = drawn(roi);
		if (touched >= 0 && touched != chosen()) {
			list.setSelectedIndex(touched);
			return;
		}
		final Rectangle bounds = roi.getBounds();
		final ListedBox entry = entries.get(chosen());
		final Optional<Box> box = new Box(bounds.x, bounds.y, bounds.width, bounds.height).common(new Box(0, 0, image.getWidth(),
			image.getHeight()));
		if (box.isEmpty() || box.get().equals(entry.box())) return;
		entries.set(chosen(), entry.at(box.get()));
		setting = true;
		names.set(chosen(), entries.get(chosen()).text(chosen() + 1));
		setting = false;
		image.setOverlay(overlay());
	}

	/** {@return which of the drawn rectangles a long press or a press with Alt made the selection; -1 if none} */
	private int drawn(final Roi roi) {
		final Overlay overlay = image.getOverlay();
		for (int i = 0; overlay != null && i < overlay.size(); i++)
			if (overlay.get(i) == roi) return i - (before == null ? 0 : before.size());
		return -1;
	}

	private void draw() {
		if (image.getWindow() == null) return;
		setting = true;
		final Box box = entries.get(chosen()).box();
		image.setOverlay(overlay());
		image.setRoi(new Roi(box.x(), box.y(), box.w(), box.h()));
		setting = false;
	}

	private Overlay overlay() {
		final Overlay overlay = before == null ? new Overlay() : before.duplicate();
		overlay.drawLabels(true);
		overlay.drawNames(true);
		overlay.drawBackgrounds(true);
		overlay.setLabelFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
		for (int i = 0; i < entries.size(); i++) {
			final ListedBox entry = entries.get(i);
			final Roi roi = new Roi(entry.box().x(), entry.box().y(), entry.box().w(), entry.box().h());
			roi.setName(entry.text(i + 1));
			roi.setStrokeColor(entry.isFound() && !entry.reason().isEmpty() ? DOUBTFUL : CERTAIN);
			roi.setStrokeWidth(2);
			overlay.add(roi);
		}
		return overlay;
	}

	private void close(final Roi roi) {
		if (window != null) window.dispose();
		if (image.getWindow() == null) return;
		image.setOverlay(before);
		if (roi == null) image.deleteRoi();
		else image.setRoi(roi);
	}
}
