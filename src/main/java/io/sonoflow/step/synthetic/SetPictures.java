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
package io.sonoflow.step.synthetic;

import io.sonoflow.Monitor;
import io.sonoflow.curate.features.Pictured;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The pictures of a set: images, and those frames of its clips that count.
 *
 * @param dataset a sample a picture: of a clip as many as frames count
 * @param pictures of these
 * @param clips how many of its files hold several frames, whether they count or not
 */
record SetPictures(Dataset dataset, List<Pictured> pictures, int clips) {

	/**
	 * Reads all files of some sets once.
	 *
	 * @param choice which frames of clips count
	 * @throws io.sonoflow.SonoflowException.File naming all that cannot be read
	 */
	static List<SetPictures> read(final List<Dataset> sets, final FrameChoice choice, final Monitor monitor) {
		final Dataset all = new Dataset(sets.get(0).source(), sets.stream().flatMap(set -> set.samples().stream()).toList());
		final ImageCache images = ImageCache.of(ClipUnits.alone(all), new ImageCache.Clips(choice, BagPooling.MEAN, 1, false));
		images.check(monitor);
		final List<SetPictures> pictures = new ArrayList<>();
		int first = 0;
		for (final Dataset set : sets) {
			pictures.add(of(set, images, first));
			first += set.samples().size();
		}
		return pictures;
	}

	/** @param first number of the set's first file among the images */
	private static SetPictures of(final Dataset files, final ImageCache images, final int first) {
		final List<Sample> samples = new ArrayList<>();
		final List<Pictured> pictures = new ArrayList<>();
		int clips = 0;
		for (int i = 0; i < files.samples().size(); i++) {
			final int file = first + i;
			final int[] numbers = images.numbers(file);
			// Also where one frame counts: which one it is tells its features from those of the others.
			final boolean clip = images.all(file) > 1;
			if (clip) clips++;
			for (int k = 0; k < numbers.length; k++) {
				final int place = k;
				samples.add(files.samples().get(i));
				pictures.add(new Pictured(images.file(file), clip ? numbers[k] : -1, () -> images.frames(file, place).get(0)));
			}
		}
		return new SetPictures(new Dataset(files.source(), samples), List.copyOf(pictures), clips);
	}

	/** {@return number of pictures} */
	int size() {
		return pictures.size();
	}

	/** {@return a picture as it is in its file} */
	ArrayImg<UnsignedByteType, ByteArray> get(final int number) {
		return pictures.get(number).picture().get();
	}

	/** {@return a picture, brought to a size; fit null = as it is} */
	ArrayImg<UnsignedByteType, ByteArray> get(final int number, final Fit fit, final FrameSize size) {
		return fit == null ? get(number) : fit.apply(get(number), size.width(), size.height());
	}

	/** {@return a picture's name as its data set has it, of a frame with its number} */
	String name(final int number) {
		return LabelledImages.name(dataset, dataset.samples().get(number)) + pictures.get(number).words();
	}

	/** {@return the sizes of all} */
	List<FrameSize> sizes() {
		final List<FrameSize> sizes = new ArrayList<>();
		for (int i = 0; i < size(); i++) {
			final Path file = pictures.get(i).file();
			sizes.add(i > 0 && pictures.get(i - 1).file().equals(file) ? sizes.get(i - 1) : FrameSize.of(file, get(i)));
		}
		return sizes;
	}

	/** {@return a file of each picture} */
	List<Path> files() {
		return pictures.stream().map(Pictured::file).toList();
	}

	/** {@return what is in the set, in words} */
	String words() {
		return size() + " frames and images of " + files().stream().distinct().count() + " files, " + clips + " of them clips";
	}
}
