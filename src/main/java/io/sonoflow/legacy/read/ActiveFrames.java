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
package io.sonoflow.legacy.read;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Luma;
import io.sonoflow.image.mask.PixelSize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The image in front, whose slices are read when they are asked for, as they are displayed: of a long clip no copy is made.
 */
public final class ActiveFrames implements FrameReader {

	private static final Map<String, Double> MILLIMETRES = Map.of("mm", 1.0, "millimeter", 1.0, "cm", 10.0, "m", 1000.0, "um",
		0.001,
		"\u00b5m", 0.001, "micron", 0.001, "inch", 25.4);

	private static final int LARGEST_RATE = 10_000;

	private final ImagePlus image;

	private ActiveFrames(final ImagePlus image) {
		this.image = image;
	}

	/**
	 * @param key the key that could be given instead, e.g. {@code input}
	 * @return the image in front
	 * @throws SonoflowException.Input if no image is open
	 */
	public static ActiveFrames require(final String key) {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (image == null) throw new SonoflowException.Input("There is no " + key +
			" and no image is open. Open an image, or add " + key + "=[path].");
		return new ActiveFrames(image);
	}

	/** {@return the image itself} */
	public ImagePlus image() {
		return image;
	}

	/** {@return its title} */
	public String title() {
		return image.getTitle();
	}

	/** {@return whether the channels of each slice are one picture} */
	public boolean isMerged() {
		return image instanceof final CompositeImage composite && composite.getMode() == IJ.COMPOSITE;
	}

	/** {@return the number of a frame's slice in the stack, from 1} */
	public int slice(final int frame) {
		return 1 + frame * (isMerged() ? image.getNChannels() : 1);
	}

	/** {@return the size of a pixel in millimetres if the image is calibrated in a metric unit, else in pixels} */
	@Override
	public PixelSize size() {
		final Calibration calibration = image.getCalibration();
		final Double factor = calibration.scaled() ? MILLIMETRES.get(String.valueOf(calibration.getUnit()).toLowerCase(
			Locale.ROOT)) : null;
		return factor == null || !(calibration.pixelWidth > 0 && calibration.pixelHeight > 0) ? PixelSize.PIXELS : PixelSize
			.millimetres(factor * calibration.pixelWidth, factor * calibration.pixelHeight);
	}

	/** {@return as ImageJ's calibration has it: frames per second, else the time between frames} */
	@Override
	public Optional<FrameRate> rate() {
		final Calibration calibration = image.getCalibration();
		final boolean seconds = List.of("s", "sec", "second", "seconds").contains(calibration.getTimeUnit());
		final double rate = calibration.fps > 0 ? calibration.fps : seconds && calibration.frameInterval > 0 ? 1 /
			calibration.frameInterval : 0;
		return rate > 0 && rate < LARGEST_RATE ? Optional.of(FrameRate.near(rate)) : Optional.empty();
	}

	@Override
	public int frames() {
		return isMerged() ? image.getStackSize() / image.getNChannels() : image.getStackSize();
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
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		if (image instanceof final CompositeImage composite) return channels(composite, frame);
		// A processor of its own on the slice's pixels, which stay as they are.
		final ImageProcessor slice = image.getStackSize() == 1 ? image.getProcessor().duplicate()
			: image.getStack().getProcessor(frame +
			1);
		if (!(slice instanceof ColorProcessor)) {
			slice.setColorModel(image.getProcessor().getColorModel());
			slice.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		}
		final int[] pixels = (int[]) slice.convertToRGB().getPixelsCopy();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] |= 0xFF000000;
		return ArrayImgs.argbs(pixels, width(), height());
	}

	/** Of channels a slice cannot be drawn without being shown: a copy of it is. */
	private ArrayImg<ARGBType, IntArray> channels(final CompositeImage composite, final int frame) {
		final int[] at = image.convertIndexToPosition(slice(frame));
		final ImageStack stack = new ImageStack(width(), height());
		final int first = isMerged() ? 1 : at[0];
		final int last = isMerged() ? image.getNChannels() : at[0];
		for (int channel = first; channel <= last; channel++)
			stack.addSlice(image.getStack().getProcessor(image.getStackIndex(channel, at[1], at[2])).duplicate());
		final ImagePlus plain = new ImagePlus("", stack);
		if (first == last) {
			final LUT lut = composite.getChannelLut(first);
			if (composite.getMode() != IJ.GRAYSCALE) plain.getProcessor().setLut(lut);
			if (lut.max > lut.min) plain.setDisplayRange(lut.min, lut.max);
			return ActiveImage.color(plain);
		}
		plain.setDimensions(stack.getSize(), 1, 1);
		final CompositeImage copy = new CompositeImage(plain, composite.getMode());
		for (int channel = first; channel <= last; channel++)
			copy.setChannelLut(composite.getChannelLut(channel), channel);
		copy.setActiveChannels(active(composite));
		return ActiveImage.color(copy);
	}

	/** {@return which channels are seen, as ImageJ takes it} */
	private static String active(final CompositeImage composite) {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < composite.getNChannels(); i++)
			text.append(composite.getActiveChannels()[i] ? '1' : '0');
		return text.toString();
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return Luma.gray(color(frame));
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		return new MemoryFrames(List.of(color(frame))).mask(0);
	}

	@Override
	public byte[] values(final int frame) {
		return null;
	}

	@Override
	public void close() {
		// It is the user's.
	}
}
