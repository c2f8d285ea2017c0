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
package io.sonoflow.curate.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.Phantom;
import io.sonoflow.image.phantom.ViewSpec;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Planted copies among phantoms of different patients are found, and nothing else is. */
class DuplicatesTest {

	private static final int PATIENTS = 24;
	private static final int SIZE = 160;

	private static final List<ArrayImg<UnsignedByteType, ByteArray>> IMAGES = new ArrayList<>();
	private static final List<Sample> SAMPLES = new ArrayList<>();

	@BeforeAll
	static void makePhantoms() {
		for (int patient = 0; patient < PATIENTS; patient++)
			for (int view = 0; view < 2; view++)
				add(Phantom.of(new ViewSpec(9, Organ.TESTIS, patient, 0, view, SIZE, patient % 2 == 0)).image(), IMAGES, SAMPLES,
					"p" + patient);
	}

	private static void add(final ArrayImg<UnsignedByteType, ByteArray> image,
		final List<ArrayImg<UnsignedByteType, ByteArray>> images, final List<Sample> samples, final String patient)
	{
		images.add(image);
		samples.add(new Sample(Path.of("/" + images.size() + ".png"), patient, "", "", "", "", null, "", Map.of()));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> grey(final ArrayImg<UnsignedByteType, ByteArray> image,
		final DoubleUnaryOperator curve)
	{
		final byte[] pixels = Images.pixels(image).clone();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, curve.applyAsDouble(pixels[i] & 0xFF))));
		return Images.bytes(pixels, Images.width(image), Images.height(image));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> resized(final ArrayImg<UnsignedByteType, ByteArray> image,
		final int width, final int height)
	{
		return Resize.resize(image, width, height, Interpolation.BICUBIC);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> jpeg(final ArrayImg<UnsignedByteType, ByteArray> image,
		final float quality) throws IOException
	{
		final int width = Images.width(image);
		final int height = Images.height(image);
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		picture.getRaster().setDataElements(0, 0, width, height, Images.pixels(image));
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final ImageWriteParam parameters = writer.getDefaultWriteParam();
		parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		parameters.setCompressionQuality(quality);
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(out);
			writer.write(null, new IIOImage(picture, null, null), parameters);
		}
		writer.dispose();
		final BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
		return Images.bytes((byte[]) read.getRaster().getDataElements(0, 0, width, height, null), width, height);
	}

	@Test
	void differentPatientsAreNoCopies() {
		assertEquals(List.of(), Duplicates.across(SAMPLES, IMAGES::get, Monitor.NONE));
	}

	@Test
	void copiesAreFoundHoweverTheyWereSaved() throws IOException {
		final List<ArrayImg<UnsignedByteType, ByteArray>> images = new ArrayList<>(IMAGES);
		final List<Sample> samples = new ArrayList<>(SAMPLES);
		final int count = images.size();
		final List<ArrayImg<UnsignedByteType, ByteArray>> copies = List.of(images.get(0), jpeg(images.get(1), 0.3f), resized(
			images.get(2), SIZE / 2, SIZE / 2), resized(images.get(3), 300, 220), grey(images.get(4), v -> 1.4 * v + 20), grey(
				images.get(5), v -> 255 * Math.pow(v / 255, 0.6)), grey(images.get(6), v -> 255 * Math.pow(v / 255, 1.6)), jpeg(
					grey(resized(images.get(7), SIZE / 2, SIZE / 2), v -> 1.3 * v), 0.4f));
		for (final ArrayImg<UnsignedByteType, ByteArray> copy : copies)
			add(copy, images, samples, "other" + images.size());
		final List<Duplicates.Pair> pairs = Duplicates.across(samples, images::get, Monitor.NONE);
		assertEquals(IntStream.range(0, copies.size()).mapToObj(i -> i + " " + (count + i)).toList(), pairs.stream().map(
			pair -> pair.first() + " " + pair.second()).sorted().toList());
		assertTrue(pairs.stream().allMatch(pair -> pair.correlation() > 0.9 && pair.bits() <= 40), pairs.toString());
		assertEquals(1, pairs.get(0).correlation(), 1e-12);
		assertEquals(0, pairs.get(0).bits());
	}

	@Test
	void copiesOfOnePatientAreHisOwn() {
		final List<ArrayImg<UnsignedByteType, ByteArray>> images = List.of(IMAGES.get(0), IMAGES.get(0));
		final List<Sample> samples = new ArrayList<>();
		final List<ArrayImg<UnsignedByteType, ByteArray>> filled = new ArrayList<>();
		images.forEach(image -> add(image, filled, samples, "p0"));
		assertEquals(List.of(), Duplicates.across(samples, filled::get, Monitor.NONE));
		final List<Sample> unknown = samples.stream().map(sample -> Sample.of(sample.image())).toList();
		assertEquals(1, Duplicates.across(unknown, filled::get, Monitor.NONE).size(), "unknown patients may be two");
	}

	/** An image without structure says nothing about another. */
	@Test
	void blankImagesAreNotCompared() {
		final List<ArrayImg<UnsignedByteType, ByteArray>> images = List.of(Images.bytes(40, 40), Images.bytes(40, 40));
		final List<Sample> samples = IntStream.range(0, 2).mapToObj(i -> Sample.of(Path.of("/" + i + ".png"))).toList();
		assertEquals(List.of(), Duplicates.across(samples, images::get, Monitor.NONE));
	}

	@Test
	void theUserCanStopIt() {
		assertThrows(SonoflowException.Cancelled.class, () -> Duplicates.across(SAMPLES, IMAGES::get, new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		}));
	}
}
