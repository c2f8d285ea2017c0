package io.sonoflow.legacy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

import io.sonoflow.image.Images;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * One window whose pictures follow a dialog's values. The user may close it; the next change opens it again. Headless it
 * does nothing.
 */
public final class LiveStack {

	private final String title;
	private ImagePlus window;

	/** @param title the window's */
	public LiveStack(final String title) {
		this.title = title;
	}

	/** Shows 8-bit pictures of one size, at least one, in place of those shown before. */
	public synchronized void show(final List<? extends RandomAccessibleInterval<UnsignedByteType>> slices,
		final List<String> labels)
	{
		if (Host.isHeadless()) return;
		final ImageStack stack = new ImageStack(Images.width(slices.get(0)), Images.height(slices.get(0)));
		for (int i = 0; i < slices.size(); i++)
			stack.addSlice(labels.get(i), new ByteProcessor(Images.width(slices.get(i)), Images.height(slices.get(i)), Images
				.pixels(slices.get(i)).clone()));
		if (window != null && window.getWindow() != null) {
			final int slice = Math.min(window.getCurrentSlice(), stack.size());
			window.setStack(title, stack);
			window.setSlice(slice);
		}
		else {
			window = new ImagePlus(title, stack);
			window.show();
		}
	}

	/** Takes the window away without asking. */
	public synchronized void close() {
		if (window == null) return;
		window.changes = false;
		window.close();
		window = null;
	}
}
