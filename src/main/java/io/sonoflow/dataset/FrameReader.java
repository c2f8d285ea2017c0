package io.sonoflow.dataset;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** An opened image file: one frame, or a clip whose frames are read one at a time. Not thread-safe. */
public interface FrameReader extends AutoCloseable {

	/** @return number of frames, at least 1 */
	int frames();

	/** @return columns, at least 1 */
	int width();

	/** @return rows, at least 1 */
	int height();

	/** @return what the file says about itself, e.g. the DICOM header in ImageJ's text form; empty if nothing */
	String header();

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), colours as a viewer shows them, alpha 255
	 */
	ArrayImg<ARGBType, IntArray> color(int frame);

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), 0..255; of colours the luma (19595 R + 38470 G + 7471 B + 32768) &gt;&gt; 16 (ITU-R 601, as PIL)
	 */
	ArrayImg<UnsignedByteType, ByteArray> gray(int frame);

	/**
	 * @param frame 0..frames-1
	 * @return (x, y), 255 where the stored value (palette index, any channel) is not 0, else 0
	 */
	ArrayImg<UnsignedByteType, ByteArray> mask(int frame);

	/** Releases the file. */
	@Override
	void close();
}
