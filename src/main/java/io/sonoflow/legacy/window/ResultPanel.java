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

import ij.ImagePlus;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.plot.Pictures;
import io.sonoflow.step.report.SonoflowReport;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.table.DefaultTableModel;

/** What a run gave: its figures, the pictures and tables in its folder, and ways to open them. */
final class ResultPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	/** So many folders deep there may be pictures worth a look. */
	private static final int DEPTH = 2;
	private static final int MOST_PICTURES = 24;
	private static final int MOST_TABLES = 10;
	private static final int SIDE = 140;
	private static final int GAP = 6;
	private static final int FIGURES_WIDTH = 230;
	private static final int DIGITS = 3;

	private final transient Path folder;
	private final JTextField told = new JTextField();
	private final JPanel tableButtons = new JPanel(new FlowLayout(FlowLayout.LEFT, GAP, 0));
	private final GridLayout grid = new GridLayout(0, 1, GAP, GAP);
	private final JPanel pictures = new JPanel(grid);

	/**
	 * @param folder the run's
	 * @param figures of its record, by name
	 */
	ResultPanel(final Path folder, final Map<String, Object> figures) {
		super(new BorderLayout(GAP, GAP));
		this.folder = folder;
		setName("result");
		pictures.setName("thumbnails");
		pictures.setBackground(Color.WHITE);
		final JPanel top = new JPanel(new FlowLayout(FlowLayout.LEFT, GAP, GAP));
		top.setBackground(Color.WHITE);
		top.add(pictures);
		final JScrollPane scroll = new JScrollPane(top);
		scroll.getVerticalScrollBar().setUnitIncrement(SIDE / 4);
		scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.getViewport().addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent event) {
				grid.setColumns(Math.max(1, event.getComponent().getWidth() / (SIDE + 3 * GAP)));
				pictures.revalidate();
			}
		});
		final JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, figures(figures), scroll);
		split.setDividerLocation(FIGURES_WIDTH);
		add(split, BorderLayout.CENTER);
		add(tables(), BorderLayout.SOUTH);
		final Thread reader = new Thread(this::read, "Sonoflow pictures of " + folder.getFileName());
		reader.setDaemon(true);
		reader.start();
	}

	private static JComponent figures(final Map<String, Object> figures) {
		final DefaultTableModel model = new DefaultTableModel(new Object[] { "figure", "value" }, 0) {

			private static final long serialVersionUID = 1L;

			@Override
			public boolean isCellEditable(final int row, final int column) {
				return false;
			}
		};
		figures.forEach((name, value) -> model.addRow(new Object[] { name, text(value) }));
		final JTable table = new JTable(model);
		table.setName("figures");
		return new JScrollPane(table);
	}

	/** {@return as it is, numbers with three digits: all are in run.json} */
	private static String text(final Object value) {
		if (!(value instanceof Double) && !(value instanceof Float) || !Double.isFinite(((Number) value).doubleValue()))
			return String.valueOf(value);
		return new BigDecimal(value.toString()).round(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
	}

	private JComponent tables() {
		told.setName("told");
		told.setEditable(false);
		told.setVisible(false);
		final JPanel tables = new JPanel(new BorderLayout());
		tables.add(tableButtons, BorderLayout.CENTER);
		tables.add(told, BorderLayout.SOUTH);
		return tables;
	}

	private static JButton button(final String text, final Runnable work) {
		final JButton button = new JButton(text);
		button.setName(text);
		button.addActionListener(event -> work.run());
		return button;
	}

	/** {@return files by the end of their names, those of the folder itself first} */
	private List<Path> files(final String end, final int depth) {
		try (Stream<Path> walk = Files.walk(folder, depth)) {
			return walk.filter(file -> file.getFileName().toString().endsWith(end) && !AtomicFiles.isTemporary(file.getFileName()
				.toString()) && Files.isRegularFile(file)).sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(
					Comparator.naturalOrder())).toList();
		}
		catch (final IOException | UncheckedIOException e) {
			return List.of();
		}
	}

	private void table(final Path csv) {
		try {
			final Tables.Table table = Tables.read(csv);
			Show.table(folder.getFileName() + " " + csv.getFileName(), table.header(), CellTypes.of(table));
		}
		catch (final SonoflowException e) {
			tell(e.getMessage());
		}
	}

	private void addTables(final List<Path> found) {
		if (!found.isEmpty()) tableButtons.add(new JLabel("Tables:"));
		found.stream().limit(MOST_TABLES).forEach(csv -> tableButtons.add(button(csv.getFileName().toString(), () -> table(csv))));
		revalidate();
	}

	/** Not in Swing's thread: a folder of a hundred thousand images on a network drive takes its time. */
	private void read() {
		final List<Path> tables = files(".csv", 1);
		SwingUtilities.invokeLater(() -> addTables(tables));
		final List<Path> files = files(".png", DEPTH);
		final List<Path> shown = new ArrayList<>(files.subList(0, Math.min(MOST_PICTURES, files.size())));
		for (final Path file : shown)
			try {
				final BufferedImage picture = ImageIO.read(file.toFile());
				if (picture == null) continue;
				final ImageIcon small = new ImageIcon(Pictures.fit(picture, SIDE));
				SwingUtilities.invokeLater(() -> add(file, small));
			}
			catch (final IOException e) {
				// Moved or deleted by now: there is nothing to show.
			}
		if (files.size() > shown.size()) SwingUtilities.invokeLater(() -> more(files.size() - shown.size()));
	}

	private void add(final Path file, final ImageIcon small) {
		final JButton picture = button(folder.relativize(file).toString(), () -> open(file));
		picture.setIcon(small);
		picture.setHorizontalTextPosition(SwingConstants.CENTER);
		picture.setVerticalTextPosition(SwingConstants.BOTTOM);
		picture.setToolTipText("Opens " + file);
		picture.setBackground(Color.WHITE);
		picture.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		picture.setPreferredSize(new Dimension(SIDE + 2 * GAP, SIDE + 4 * GAP));
		pictures.add(picture);
		pictures.revalidate();
	}

	private void more(final int number) {
		pictures.add(new JLabel(number + " more in the folder", SwingConstants.CENTER));
		pictures.revalidate();
	}

	private void open(final Path file) {
		try {
			new ImagePlus(file.getFileName().toString(), ImageIO.read(file.toFile())).show();
		}
		catch (final IOException e) {
			tell(file + " cannot be read: " + AtomicFiles.reason(e) + ".");
		}
	}

	/** {@return the buttons for the window's lower edge} */
	List<JButton> buttons() {
		final List<JButton> buttons = new ArrayList<>();
		final Path report = folder.resolve(SonoflowReport.FILE);
		final boolean written = Files.isRegularFile(report);
		final JButton opens = button("Open report", () -> {
			if (written) Opening.open(report, this::tell);
			else Opening.report(folder, this::tell);
		});
		opens.setName("report");
		opens.setToolTipText(written ? "Opens " + report : "Writes a page on this run into " + Opening.reports(folder) +
			", and opens it.");
		buttons.add(opens);
		final JButton button = button("Open folder", () -> Opening.open(folder, this::tell));
		button.setName("folder");
		buttons.add(button);
		return buttons;
	}

	/** Says something in a line that can be copied. */
	private void tell(final String text) {
		told.setText(text);
		told.setVisible(true);
		told.selectAll();
		revalidate();
	}
}
