package io.sonoflow.dataset;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The image platform's reading and writing of files, found by {@link java.util.ServiceLoader}: this package itself
 * knows no ImageJ and no AWT.
 */
public interface ImageCodec {

	/**
	 * @return the opened file
	 * @throws io.sonoflow.SonoflowException.File if no reader understands it, it is broken, or it is neither 8-bit grey
	 *           nor RGB
	 */
	FrameReader open(Path path);

	/** Writes an 8-bit grey PNG; pixels row by row. */
	void writeGrayPng(Path path, byte[] pixels, int width, int height) throws IOException;

	/** Writes an RGB PNG; pixels 0xAARRGGBB row by row, alpha ignored. */
	void writeColorPng(Path path, int[] pixels, int width, int height) throws IOException;
}
