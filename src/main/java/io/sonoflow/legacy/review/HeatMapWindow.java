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

import ij.CompositeImage;
import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.process.ByteProcessor;

import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;
import io.sonoflow.plot.ColorMap;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.Graphics;
import java.awt.GridLayout;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Heat maps as an overlay on the image that they explain, and a small window with their strength, scale and the class of the
 * slice in sight. The image's pixels, slice labels and own overlay stay; the hotter, the more of the image is covered.
 */
public final class HeatMapWindow {

	/** How much of the image the hottest colour hides at first, percent; as in the files. */
	private static final int STRENGTH = 65;

	private static final String[] COLORS = { "blue", "red", "green", "magenta", "orange", "black" };

	private final ImagePlus target;
	private final int step;
	private final HeatMapOverlay overlay;

	/**
	 * One slice.
	 *
	 * @param name of it
	 * @param image 8-bit grey, for slices of files
	 * @param heat of the same size, 0..255; null = no map
	 * @param caption in words
	 * @param probabilities of the classes
	 */
	public record Layer(String name, RandomAccessibleInterval<UnsignedByteType> image,
		RandomAccessibleInterval<UnsignedByteType> heat, String caption, double[] probabilities)
	{
	}

	/** @param step from one explained slice of the stack to the next: channels of a composite are one picture */
	private HeatMapWindow(final ImagePlus target, final int step) {
		this.target = target;
		this.step = step;
		this.overlay = new HeatMapOverlay(target, step);
	}

	/** {@return a window for the image in front, whose slices are explained; none if no image is open} */
	public static Optional<HeatMapWindow> ofActiveImage() {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (image == null || !Host.hasUser()) return Optional.empty();
		final boolean merged = image.isComposite() && ((CompositeImage) image).getMode() == IJ.COMPOSITE;
		return Optional.of(new HeatMapWindow(image, merged ? image.getNChannels() : 1));
	}

	/** Shows images of files as stacks, one for each size, with their maps. */
	public static void ofFiles(final String title, final List<Layer> layers) {
		final Map<String, List<Layer>> bySize = new LinkedHashMap<>();
		for (final Layer layer : layers)
			bySize.computeIfAbsent(Images.width(layer.image) + "x" + Images.height(layer.image), size -> new ArrayList<>()).add(
				layer);
		bySize.values().forEach(same -> {
			final ImageStack stack = new ImageStack(Images.width(same.get(0).image), Images.height(same.get(0).image));
			same.forEach(layer -> stack.addSlice(layer.name, new ByteProcessor(stack.getWidth(), stack.getHeight(), Images.pixels(
				layer.image).clone())));
			final ImagePlus image = new ImagePlus(title, stack);
			image.show();
			// Files of a folder are no frames: a curve over them would mean nothing.
			new HeatMapWindow(image, 1).show(same, List.of());
		});
	}

	/**
	 * Lays the maps over the image; the window stands beside it.
	 *
	 * @param layers one an explained slice
	 * @param classes the columns of the probabilities, for the curve over the slices; empty = none
	 */
	public void show(final List<Layer> layers, final List<String> classes) {
		if (target.getWindow() == null) {
			ofFiles(target.getTitle(), layers);
			return;
		}
		// Within the command, so that ImageJ's recorder takes the windows for its own and not for the user's.
		inEventQueue(() -> {
			overlay.lay(layers.stream().map(Layer::heat).toList(), STRENGTH / 100.0);
			if (layers.size() > 1 && !classes.isEmpty()) plot(layers, classes);
			target.getWindow().toFront();
			open(layers);
		});
	}

	private void open(final List<Layer> layers) {
		final JFrame window = new JFrame("Heat map: " + target.getTitle());
		window.setName("sonoflow.review.heatmap");
		closeEarlier();
		window.getRootPane().putClientProperty(HeatMapWindow.class, target);
		window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
		final JLabel caption = new JLabel(" ", SwingConstants.CENTER);
		caption.setName("caption");
		final JPanel content = new JPanel(new BorderLayout(6, 6));
		content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
		content.add(caption, BorderLayout.NORTH);
		content.add(controls(window), BorderLayout.CENTER);
		content.add(scale(), BorderLayout.SOUTH);
		window.setContentPane(content);
		window.pack();
		window.setLocation(target.getWindow().getX(), Math.max(0, Math.min(target.getWindow().getY() + target.getWindow().getHeight(),
			window.getGraphicsConfiguration().getBounds().height - window.getHeight())));
		final ImageListener listener = follow(window, caption, layers);
		ImagePlus.addImageListener(listener);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				ImagePlus.removeImageListener(listener);
			}
		});
		caption(caption, layers);
		window.setVisible(true);
	}

	private static void inEventQueue(final Runnable task) {
		if (SwingUtilities.isEventDispatchThread()) {
			task.run();
			return;
		}
		try {
			SwingUtilities.invokeAndWait(task);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw new IllegalStateException("The heat maps cannot be shown", e.getCause());
		}
	}

	/** That of another explanation of the image would say what its maps do not show any more. */
	private void closeEarlier() {
		for (final Frame frame : Frame.getFrames())
			if (frame instanceof final JFrame other && other.getRootPane().getClientProperty(HeatMapWindow.class) == target) other
				.dispose();
	}

	private ImageListener follow(final JFrame window, final JLabel caption, final List<Layer> layers) {
		return new ImageListener() {

			@Override
			public void imageOpened(final ImagePlus image) {
				// Another one.
			}

			@Override
			public void imageClosed(final ImagePlus image) {
				if (image == target) SwingUtilities.invokeLater(window::dispose);
			}

			@Override
			public void imageUpdated(final ImagePlus image) {
				if (image == target) SwingUtilities.invokeLater(() -> caption(caption, layers));
			}
		};
	}

	private void caption(final JLabel caption, final List<Layer> layers) {
		final int layer = (target.getCurrentSlice() - 1) / step;
		if (layer >= layers.size()) return;
		caption.setText(layers.get(layer).caption + (layers.get(layer).heat == null ? " (no map)" : ""));
	}

	private JComponent controls(final JFrame window) {
		final JSlider slider = new JSlider(0, 100, STRENGTH);
		slider.setName("opacity");
		slider.setMajorTickSpacing(25);
		slider.setPaintTicks(true);
		slider.setPaintLabels(true);
		final JCheckBox shown = new JCheckBox("Show", true);
		shown.setName("shown");
		final Runnable apply = () -> overlay.opacity(shown.isSelected() ? slider.getValue() / 100.0 : 0);
		slider.addChangeListener(event -> apply.run());
		shown.addActionListener(event -> apply.run());
		final JButton remove = new JButton("Remove");
		remove.setName("remove");
		remove.addActionListener(event -> {
			overlay.remove();
			window.dispose();
		});
		final JPanel row = new JPanel(new BorderLayout(6, 6));
		row.add(new JLabel("Opacity (%)"), BorderLayout.WEST);
		row.add(slider, BorderLayout.CENTER);
		final JPanel buttons = new JPanel(new GridLayout(1, 0, 4, 4));
		buttons.add(shown);
		buttons.add(remove);
		row.add(buttons, BorderLayout.EAST);
		return row;
	}

	/** {@return the colours of the map, with what they mean} */
	private static JComponent scale() {
		final JPanel bar = new JPanel() {

			private static final long serialVersionUID = 1L;

			@Override
			protected void paintComponent(final Graphics graphics) {
				for (int x = 0; x < getWidth(); x++) {
					graphics.setColor(new Color(ColorMap.HEAT.argb(x / Math.max(1.0, getWidth() - 1))));
					graphics.drawLine(x, 0, x, getHeight());
				}
			}
		};
		bar.setPreferredSize(new Dimension(300, 14));
		final JPanel all = new JPanel(new BorderLayout(4, 4));
		all.add(new JLabel("0 nothing"), BorderLayout.WEST);
		all.add(bar, BorderLayout.CENTER);
		all.add(new JLabel("1 = most of this image"), BorderLayout.EAST);
		return all;
	}

	private void plot(final List<Layer> layers, final List<String> classes) {
		final Plot plot = new Plot("Scores of " + target.getTitle(), "slice", "probability");
		final double[] x = new double[layers.size()];
		for (int i = 0; i < x.length; i++)
			x[i] = i + 1.0;
		for (int c = 0; c < classes.size(); c++) {
			final int column = c;
			plot.setColor(COLORS[c % COLORS.length]);
			plot.add("line", x, layers.stream().mapToDouble(layer -> layer.probabilities[column]).toArray());
		}
		plot.setLimits(1, Math.max(2, x.length), 0, 1);
		plot.setColor("black");
		plot.addLegend(String.join("\n", classes));
		final PlotWindow shown = plot.show();
		final Rectangle image = target.getWindow().getBounds();
		final Rectangle screen = shown.getGraphicsConfiguration().getBounds();
		// Beside the image, or as far as there is room.
		shown.setLocation(Math.max(screen.x, Math.min(image.x + image.width + 8, screen.x + screen.width - shown.getWidth())), Math
			.max(screen.y, Math.min(image.y, screen.y + screen.height - shown.getHeight())));
	}
}
