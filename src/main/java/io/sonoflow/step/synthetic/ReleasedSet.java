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

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Folders;
import io.sonoflow.file.Sha256;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.run.RunFolder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * Kept images in a folder that may be passed on: encoded anew, under names and in an order that say nothing of where they come
 * from. The order is that of a digest of the pixels and the seed: the same set has the same order, whatever it was made in.
 */
final class ReleasedSet {

	/** The card. */
	static final String CARD = "README.md";

	/** What {@code sha256sum -c} takes. */
	static final String SUMS = "SHA256SUMS";

	/** Of each image the chance of its likeness to a real one. */
	static final String AUDIT = "audit.csv";

	private static final String IMAGES = "images";
	private static final int LEAST_DIGITS = 5;

	private final FilterSynthetic step;
	private final SyntheticSets sets;
	private final RunFolder kept;
	private final Monitor monitor;

	/** @param kept the filter's own folder */
	ReleasedSet(final FilterSynthetic step, final SyntheticSets sets, final RunFolder kept, final Monitor monitor) {
		this.step = step;
		this.sets = sets;
		this.kept = kept;
		this.monitor = monitor;
	}

	/**
	 * @param rows numbers of the images, none a copy; where there are none, nothing is written and the filter's own result stands
	 */
	void write(final int[] rows, final FilterSynthetic.Result result, final List<MemoryMatch> memory,
		final EmbeddedSets embedded, final FeatureExtractor extractor)
	{
		if (rows.length == 0) {
			kept.figure("released", 0);
			monitor.warn("Nothing was released to " + step.release + ": of " + sets.synthetics() +
				" generated images none is left, as none was kept or all that were are copies. Look at sheet.png and copies.png in " +
				step.output + ".");
			return;
		}
		if (GeneratorHistory.of(step.synthetic.toPath()).steps().isEmpty()) monitor.warn("No record says that a generator made the " +
			"images of synthetic=" + step.synthetic + ": the data card leaves that to be confirmed. Never release images that were " +
			"acquired from people in this way.");
		// What the filter warned of may name images.
		final Monitor silent = new ForwardingMonitor(monitor) {

			@Override
			public List<String> warnings() {
				return List.of();
			}
		};
		RunFolder.execute(ReleaseRules.anonymous(step), silent, folder -> {
			final int[] order = shuffled(rows);
			final Map<String, Integer> kinds = new TreeMap<>();
			final List<Sample> samples = writeImages(order, folder, kinds);
			Dataset.write(folder.resolve(Dataset.FILE), samples);
			Tables.write(folder.resolve(AUDIT), List.of("image", "p"), audit(samples, order, memory, folder));
			// No hash goes with it: that somebody generated them is all that whoever learns from them is told.
			LearnedFrom.unknown(LearnedRole.GENERATOR).write(folder.path());
			final SetScores scores = scores(order, embedded);
			Tables.write(folder.resolve(EvaluateSynthetic.SCORES), SetScores.COLUMNS, List.of(scores.values()));
			final DataCard card = new DataCard(step, sets, result, new DataCard.Network(ReleaseRules.network(step), extractor
				.dimension()), isLearned());
			AtomicFiles.writeText(folder.resolve(CARD), card.text(samples, kinds, Arrays.stream(order).mapToDouble(i -> memory.get(i)
				.p()).toArray(), scores));
			AtomicFiles.writeText(folder.resolve(SUMS), sums(folder.path()));
			figures(folder, result, scores, extractor.dimension());
			return null;
		});
		kept.figure("released", rows.length);
		monitor.message("Released " + rows.length + " images: " + step.release + ". Read its " + CARD +
			", and fill in its licence, before you pass it on.");
	}

	/** {@return whether the records say that the real images are all that the generator learned from} */
	private boolean isLearned() {
		return kept.inputHash(step.real.toPath()).equals(GeneratorHistory.of(step.synthetic.toPath()).learned());
	}

	private void figures(final RunFolder folder, final FilterSynthetic.Result result, final SetScores scores,
		final int dimension)
	{
		folder.figure("k", result.k());
		folder.figure("kept", result.kept());
		folder.figure("dropped", result.dropped());
		folder.figure("copies", result.copies());
		folder.figure("released", scores.images());
		folder.figure("real", sets.reals());
		folder.figure("dimension", dimension);
		for (int i = 0; i < SetScores.COLUMNS.size(); i++)
			if (!scores.values().get(i).isEmpty()) folder.figure(SetScores.COLUMNS.get(i), Double.valueOf(scores.values().get(i)));
	}

	private SetScores scores(final int[] rows, final EmbeddedSets embedded) {
		final Features logits = embedded.logits() == null ? null : embedded.logits().select(rows);
		return SetScores.of(embedded.real(), embedded.synthetic().select(rows), logits, ManifoldScores.DEFAULT_K, step.seed, monitor);
	}

	private ArrayImg<ARGBType, IntArray> picture(final int row) {
		try (FrameReader reader = ImageFiles.open(sets.synthetic().samples().get(row).image())) {
			return reader.color(0);
		}
	}

	private static int[] pixels(final ArrayImg<ARGBType, IntArray> picture) {
		return picture.update(null).getCurrentStorageArray();
	}

	private int[] shuffled(final int[] rows) {
		final Map<String, List<Integer>> order = new TreeMap<>();
		for (int i = 0; i < rows.length; i++) {
			monitor.checkCancelled();
			monitor.progress("order of release", i, rows.length);
			final int[] pixels = pixels(picture(rows[i]));
			final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES * pixels.length).putLong(step.seed);
			bytes.asIntBuffer().put(pixels);
			final MessageDigest digest = Sha256.digest();
			digest.update(bytes.array());
			order.computeIfAbsent(HexFormat.of().formatHex(digest.digest()), key -> new ArrayList<>()).add(rows[i]);
		}
		return order.values().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
	}

	private List<Sample> writeImages(final int[] order, final RunFolder folder, final Map<String, Integer> kinds) {
		final Path images = folder.resolve(IMAGES);
		final int digits = Math.max(LEAST_DIGITS, String.valueOf(order.length).length());
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < order.length; i++) {
			monitor.checkCancelled();
			monitor.progress("release", i, order.length);
			final Path file = images.resolve(String.format(Locale.ROOT, "image_%0" + digits + "d.png", i + 1));
			kinds.merge(write(file, picture(order[i])), 1, Integer::sum);
			final Sample from = sets.synthetic().samples().get(order[i]);
			samples.add(new Sample(file, "", "", from.view(), from.label(), from.organ(), null, "", Map.of()));
		}
		deleteOthers(images, samples);
		return samples;
	}

	/** {@return what it is, in words} */
	private static String write(final Path file, final ArrayImg<ARGBType, IntArray> picture) {
		final int[] pixels = pixels(picture);
		final boolean grey = Arrays.stream(pixels).allMatch(pixel -> (pixel & 255) == (pixel >> 8 & 255) && (pixel & 255) == (pixel >>
			16 & 255));
		final int width = Images.width(picture);
		final int height = Images.height(picture);
		if (grey) {
			final byte[] bytes = new byte[pixels.length];
			for (int i = 0; i < bytes.length; i++)
				bytes[i] = (byte) pixels[i];
			ImageFiles.writePng(file, Images.bytes(bytes, width, height));
		}
		else ImageFiles.writeColorPng(file, picture);
		return width + " x " + height + " pixels, " + (grey ? "grey" : "colour");
	}

	/** A release that was broken off and goes on may have been of more images. */
	private static void deleteOthers(final Path images, final List<Sample> samples) {
		final Set<Path> own = new HashSet<>(samples.stream().map(Sample::image).toList());
		try {
			for (final Path file : Folders.files(images))
				if (!own.contains(file) && !AtomicFiles.isTemporary(file.getFileName().toString())) AtomicFiles.delete(file);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot clear " + images + ": " + AtomicFiles.reason(e) +
				". Delete the folder by hand and run it again.", e);
		}
	}

	private static List<List<String>> audit(final List<Sample> samples, final int[] order, final List<MemoryMatch> memory,
		final RunFolder folder)
	{
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < order.length; i++)
			rows.add(List.of(folder.path().relativize(samples.get(i).image()).toString().replace('\\', '/'), String.format(
				Locale.ROOT, "%.3g", memory.get(order[i]).p())));
		return rows;
	}

	/** {@return digests of all files but the record, which is not yet at its end} */
	private static String sums(final Path folder) {
		final StringBuilder text = new StringBuilder();
		try {
			final List<Path> files = new ArrayList<>(Folders.files(folder.resolve(IMAGES)));
			for (final String name : List.of(CARD, AUDIT, Dataset.FILE, LearnedFrom.FILE, EvaluateSynthetic.SCORES))
				files.add(folder.resolve(name));
			for (final Path file : files)
				if (Files.isRegularFile(file)) text.append(Sha256.of(file)).append("  ").append(folder.relativize(file).toString()
					.replace('\\', '/')).append('\n');
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list " + folder + ": " + AtomicFiles.reason(e) + ". Run it again.", e);
		}
		return text.toString();
	}
}
