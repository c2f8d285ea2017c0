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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Which planted copies the leak guard finds, and what it takes for copies among different patients. Of every fourth image
 * an altered copy is put into the set under another patient; recall is by kind of alteration. Arguments: seed of the
 * phantoms, patients (4 views each), then dataset.csv files of public images.
 */
public final class LeakBench {

	private static final int EVERY = 4;
	private static final int NEAREST = CopySearch.NEAREST;
	private static final int SIZE = 160;

	private record Picture(ArrayImg<UnsignedByteType, ByteArray> image, String patient, String name) {
	}

	private LeakBench() {
	}

	/** @param args seed, patients, tables */
	public static void main(final String[] args) {
		Torch.threads(1);
		final List<Picture> phantoms = phantoms(Long.parseLong(args[0]), Integer.parseInt(args[1]));
		study("phantoms", phantoms);
		for (int i = 2; i < args.length; i++)
			study(Path.of(args[i]).getParent().getFileName().toString(), read(Path.of(args[i])));
	}

	private static List<Picture> phantoms(final long seed, final int patients) {
		final List<Picture> pictures = new ArrayList<>();
		final List<Exam> exams = new PhantomPlan(seed, List.of(Organ.TESTIS), patients, 0.2, 0, 0, 0).exams();
		for (int i = 0; i < 2 * exams.size(); i++)
			pictures.add(new Picture(ScannerScreen.single(seed, exams.get(i / 2), i % 2, SIZE).image(), "p" + i / 4, "phantom" +
				i));
		return pictures;
	}

	private static List<Picture> read(final Path table) {
		final List<Picture> pictures = new ArrayList<>();
		for (final Sample sample : Dataset.read(table, Monitor.NONE).samples())
			pictures.add(new Picture(ImageFiles.readGray(sample.image()), sample.group(), sample.image().getFileName()
				.toString()));
		return pictures;
	}

	private static Map<String, Function<Picture, ArrayImg<UnsignedByteType, ByteArray>>> kinds() {
		final Map<String, Function<Picture, ArrayImg<UnsignedByteType, ByteArray>>> kinds = new LinkedHashMap<>();
		kinds.put("JPEG 30", p -> jpeg(p.image, 0.3f));
		kinds.put("half size", p -> Resize.resize(p.image, Images.width(p.image) / 2, Images.height(p.image) / 2,
			Interpolation.BICUBIC));
		kinds.put("brightness x 1.4", p -> points(p, (v, r) -> 1.4 * v));
		kinds.put("gamma 1.6", p -> points(p, (v, r) -> 255 * Math.pow(v / 255, 1.6)));
		kinds.put("crop 3 %", p -> map(p, 0.97, 0, 0.03, false));
		kinds.put("crop 10 %", p -> map(p, 0.9, 0, 0.1, false));
		kinds.put("shift 10 %", p -> map(p, 1, 0, 0.2, false));
		kinds.put("mirrored", p -> map(p, 1, 0, 0, true));
		kinds.put("turned 3 degrees", p -> map(p, 1, 3, 0, false));
		kinds.put("noise 10", p -> points(p, (v, r) -> v + 10 * r.nextGaussian()));
		kinds.put("blur", p -> Resize.resize(Resize.resize(p.image, 48, 48, Interpolation.BILINEAR_ANTIALIASED), Images.width(
			p.image), Images.height(p.image), Interpolation.BICUBIC));
		kinds.put("mirrored, crop 10 %, gamma 1.6", p -> points(new Picture(map(p, 0.9, 0, 0.1, true), p.patient, p.name), (v,
			r) -> 255 * Math.pow(v / 255, 1.6)));
		return kinds;
	}

	private interface Point {
		double of(double value, RandomStream random);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> points(final Picture picture, final Point point) {
		final RandomStream random = RandomStream.of(3, "leak-bench-" + picture.name);
		final byte[] pixels = Images.pixels(picture.image).clone();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, point.of(pixels[i] & 0xFF, random))));
		return Images.bytes(pixels, Images.width(picture.image), Images.height(picture.image));
	}

	/** Keeps a share of each side, turned and moved by up to half of play of the side; outside is black. */
	private static ArrayImg<UnsignedByteType, ByteArray> map(final Picture picture, final double share, final double degrees,
		final double play, final boolean mirror)
	{
		final RandomStream random = RandomStream.of(4, "leak-bench-" + picture.name);
		final int width = Images.width(picture.image);
		final int height = Images.height(picture.image);
		final int w = (int) Math.round(share * width);
		final int h = (int) Math.round(share * height);
		final double cx = (width - 1) / 2.0 + random.uniform(-play / 2, play / 2) * width;
		final double cy = (height - 1) / 2.0 + random.uniform(-play / 2, play / 2) * height;
		final double cos = Math.cos(Math.toRadians(degrees));
		final double sin = Math.sin(Math.toRadians(degrees));
		final byte[] source = Images.pixels(picture.image);
		final byte[] target = new byte[w * h];
		for (int y = 0; y < h; y++)
			for (int x = 0; x < w; x++) {
				final double u = (mirror ? w - 1 - x : x) - (w - 1) / 2.0;
				final double v = y - (h - 1) / 2.0;
				target[y * w + x] = (byte) Math.round(value(source, width, height, cx + cos * u - sin * v, cy + sin * u + cos * v));
			}
		return Images.bytes(target, w, h);
	}

	private static double value(final byte[] source, final int width, final int height, final double x, final double y) {
		final int left = (int) Math.floor(x);
		final int top = (int) Math.floor(y);
		if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
		final int at = top * width + left;
		final double fx = x - left;
		final double fy = y - top;
		return (1 - fy) * ((1 - fx) * (source[at] & 0xFF) + fx * (source[at + 1] & 0xFF)) + fy * ((1 - fx) * (source[at +
			width] & 0xFF) + fx * (source[at + width + 1] & 0xFF));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> jpeg(final ArrayImg<UnsignedByteType, ByteArray> image,
		final float quality)
	{
		final BufferedImage picture = new BufferedImage(Images.width(image), Images.height(image),
			BufferedImage.TYPE_BYTE_GRAY);
		picture.getRaster().setDataElements(0, 0, Images.width(image), Images.height(image), Images.pixels(image));
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final ImageWriteParam parameters = writer.getDefaultWriteParam();
		parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		parameters.setCompressionQuality(quality);
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(out);
			writer.write(null, new IIOImage(picture, null, null), parameters);
			out.flush();
			final BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
			return Images.bytes((byte[]) read.getRaster().getDataElements(0, 0, read.getWidth(), read.getHeight(), null), read
				.getWidth(), read.getHeight());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		finally {
			writer.dispose();
		}
	}

	/** What is known of one image. */
	private record Known(PerceptualHash hash, SpeckleStructure likeness, CopySearch.Held held, float[] network) {

		static Known of(final Picture picture, final ImageNetwork network) {
			return new Known(PerceptualHash.of(picture.image), SpeckleStructure.of(picture.image), CopySearch.Held.of(picture.image),
				embedded(picture, network));
		}
	}

	private static float[] embedded(final Picture picture, final ImageNetwork network) {
		final float[] small = Resize.resize(Images.floatPixels(picture.image), Images.width(picture.image), Images.height(
			picture.image), 64, 64, Interpolation.BILINEAR_ANTIALIASED);
		final float[] pair = new float[2 * small.length];
		for (int i = 0; i < small.length; i++) {
			pair[i] = (small[i] / 255 - 0.5f) / 0.25f;
			pair[small.length + i / 64 * 64 + 63 - i % 64] = pair[i];
		}
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray rows = network.embed(Torch.floats(scope, pair, 2, 1, 64, 64), false);
			return rows.reshape(2, -1).mean(new int[] { 0 }).toFloatArray();
		}
	}

	private static boolean byHash(final Known a, final Known b) {
		return a.hash.distance(b.hash) <= 60 && a.likeness.correlation(b.likeness) >= 0.55;
	}

	private static boolean near(final float[] query, final float[] asked, final List<float[]> others) {
		final double distance = distance(query, asked);
		return others.stream().filter(each -> distance(query, each) < distance).count() < NEAREST;
	}

	private static double distance(final float[] a, final float[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += (a[i] - b[i]) * (a[i] - b[i]);
		return sum;
	}

	private static void study(final String name, final List<Picture> base) {
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 0)) {
			final List<Known> known = base.stream().map(each -> Known.of(each, network)).toList();
			System.out.printf(Locale.ROOT, "%n%s: %d images%n%-32s %8s %8s %8s %8s %8s  similarity min, 10 %%, median%n", name,
				base.size(), "", "hash", "resnet", "proposed", "embedded", "either");
			kinds().forEach((kind, change) -> row(kind, change, base, known, network));
			falseAlarms(base, known);
		}
	}

	private static void row(final String kind, final Function<Picture, ArrayImg<UnsignedByteType, ByteArray>> change,
		final List<Picture> base, final List<Known> known, final ImageNetwork network)
	{
		final int[] found = new int[5];
		int count = 0;
		final List<Double> values = new ArrayList<>();
		for (int i = 0; i < base.size(); i += EVERY, count++) {
			final Known copy = Known.of(new Picture(change.apply(base.get(i)), "copy", ""), network);
			final Known original = known.get(i);
			final boolean hash = byHash(original, copy);
			final boolean proposed = proposed(original, copy, known);
			final double similarity = Registration.of(original.held.structure(), copy.held.structure()).similarity();
			final boolean confirmed = proposed && similarity >= CopySearch.LEAST_SIMILARITY;
			values.add(similarity);
			final boolean[] hits = { hash, near(copy.network, original.network, known.stream().map(Known::network).toList()),
				proposed, confirmed, hash || confirmed };
			for (int k = 0; k < hits.length; k++)
				if (hits[k]) found[k]++;
		}
		final double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
		System.out.printf(Locale.ROOT, "%-32s", kind);
		for (final int hits : found)
			System.out.printf(Locale.ROOT, " %7.0f%%", 100.0 * hits / count);
		System.out.printf(Locale.ROOT, "  %.2f %.2f %.2f%n", sorted[0], sorted[sorted.length / 10], sorted[sorted.length / 2]);
	}

	/** Either may be the crop of the other. */
	private static boolean proposed(final Known original, final Known copy, final List<Known> all) {
		final float forth = copy.held.likeness(original.held);
		final float back = original.held.likeness(copy.held);
		return all.stream().filter(each -> each != original && copy.held.likeness(each.held) > forth).count() < NEAREST || all
			.stream().filter(each -> each != original && original.held.likeness(each.held) > back).count() < NEAREST;
	}

	private static void falseAlarms(final List<Picture> base, final List<Known> known) {
		final long start = System.nanoTime();
		final List<CopySearch.Copy> copies = CopySearch.across(i -> base.get(i).image, base.stream().map(Picture::patient)
			.toList(), Monitor.NONE);
		System.out.printf(Locale.ROOT, "%d pairs of different patients are taken for copies; %.1f s%n", copies.size(), (System
			.nanoTime() - start) * 1e-9);
		copies.stream().limit(20).forEach(copy -> System.out.printf(Locale.ROOT, "%.3f %s %s %s (hash %b)%n", copy.registration()
			.similarity(), base.get(copy.first()).name, base.get(copy.second()).name, copy.registration().describe(), byHash(
				known.get(copy.first()), known.get(copy.second()))));
	}
}
