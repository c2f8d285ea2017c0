package io.sonoflow.legacy;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import java.awt.image.IndexColorModel;
import java.nio.file.Path;

/** The slices of an ImageJ image; of a virtual stack one at a time is in memory. */
final class StackFrames extends Pixels {

	private final Path path;
	private final ImagePlus image;

	StackFrames(final Path path, final ImagePlus image) {
		this.path = path;
		this.image = image;
		final int bits = image.getBitDepth();
		if (bits == 16 || bits == 32) {
			image.close();
			throw IJImages.tooDeep(path, bits);
		}
	}

	@Override
	public int frames() {
		return image.getStackSize();
	}

	@Override
	public int width() {
		return image.getWidth();
	}

	@Override
	public int height() {
		return image.getHeight();
	}

	@Override
	public String header() {
		final String info = image.getInfoProperty();
		return info == null ? "" : info;
	}

	@Override
	Frame frame(final int index) {
		final ImageProcessor processor = image.getStackSize() == 1 ? image.getProcessor() : image.getStack().getProcessor(
			index + 1);
		if (processor instanceof ColorProcessor colors) return new Frame(null, null, (int[]) colors.getPixels());
		if (processor instanceof ByteProcessor) return new Frame((byte[]) processor.getPixels(), palette(processor),
			null);
		throw IJImages.tooDeep(path, processor.getBitDepth());
	}

	private static int[] palette(final ImageProcessor processor) {
		if (!(processor.getColorModel() instanceof IndexColorModel model)) return grayPalette();
		final int[] palette = new int[256];
		for (int i = 0; i < model.getMapSize(); i++)
			palette[i] = model.getRGB(i) | 0xFF000000;
		return palette;
	}

	@Override
	public void close() {
		image.close();
	}
}
