package io.sonoflow.step;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;

import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Frames that are in memory already, e.g. of the active image. */
record MemoryFrames(List<ArrayImg<ARGBType, IntArray>> images) implements FrameReader {

	@Override
	public int frames() {
		return images.size();
	}

	@Override
	public int width() {
		return Images.width(images.get(0));
	}

	@Override
	public int height() {
		return Images.height(images.get(0));
	}

	@Override
	public String header() {
		return "";
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		return images.get(frame);
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return Luma.gray(images.get(frame));
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		final byte[] pixels = new byte[width() * height()];
		final int[] colors = images.get(frame).update(null).getCurrentStorageArray();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) ((colors[i] & 0xFFFFFF) == 0 ? 0 : 255);
		return Images.bytes(pixels, width(), height());
	}

	@Override
	public void close() {
		// Nothing is open.
	}
}
