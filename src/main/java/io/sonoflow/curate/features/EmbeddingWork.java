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
package io.sonoflow.curate.features;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Batches;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** One call of {@link FeatureExtractor#embed}. */
final class EmbeddingWork {

	/**
	 * Images in a batch; the last is filled up with black ones, so that an image's last bits never depend on how many
	 * others there are.
	 */
	private static final int BATCH_CPU = 8;
	private static final int BATCH_GPU = 64;

	private final FeatureExtractor extractor;
	private final List<Pictured> images;
	private final FeatureCache cache;
	private final String stage;
	private final Monitor monitor;
	private final int batch;
	private final float[][] features;
	private final float[][] logits;
	/** Places of each image that is still without a vector, by digest. */
	private final Map<String, int[]> missing = new LinkedHashMap<>();

	EmbeddingWork(final FeatureExtractor extractor, final List<Pictured> images, final Path cache, final String stage,
		final Monitor monitor)
	{
		this.extractor = extractor;
		this.images = List.copyOf(images);
		this.cache = cache == null ? null : new FeatureCache(cache, extractor.key(), extractor.dimension(), extractor
			.classes());
		this.stage = stage;
		this.monitor = monitor;
		this.batch = batch(extractor.device());
		this.features = new float[images.size()][];
		this.logits = extractor.classes() == 0 ? null : new float[images.size()][];
	}

	Embedding run() {
		final Map<Path, String> files = new HashMap<>();
		for (int i = 0; i < images.size(); i++) {
			monitor.checkCancelled();
			final Pictured image = images.get(i);
			final String file = files.computeIfAbsent(image.file(), Sha256::of);
			missing.merge(image.frame() < 0 ? file : Sha256.of(file + " " + image.frame()), new int[] { i }, EmbeddingWork::joined);
		}
		if (cache != null) cache.read(this::put, monitor);
		final int known = images.size() - missing.values().stream().mapToInt(places -> places.length).sum();
		if (known > 0) monitor.message(stage + ": " + known + " of " + images.size() + " vectors were computed before.");
		if (!missing.isEmpty()) compute(List.copyOf(missing.keySet()));
		return new Embedding(extractor.name(), extractor.key(), features, logits);
	}

	private static int[] joined(final int[] one, final int[] other) {
		final int[] both = Arrays.copyOf(one, one.length + other.length);
		System.arraycopy(other, 0, both, one.length, other.length);
		return both;
	}

	/** Gives a vector to every image that has this digest and none yet. */
	private void put(final String digest, final float[] row) {
		final int[] places = missing.remove(digest);
		if (places == null) return;
		for (final int place : places) {
			features[place] = Arrays.copyOf(row, extractor.dimension());
			if (logits != null) logits[place] = Arrays.copyOfRange(row, extractor.dimension(), row.length);
		}
	}

	private void compute(final List<String> digests) {
		Torch.inference();
		final List<Pictured> files = new ArrayList<>();
		for (final String digest : digests)
			files.add(images.get(missing.get(digest)[0]));
		final int[] order = new int[(digests.size() + batch - 1) / batch * batch];
		Arrays.setAll(order, i -> i < digests.size() ? i : -1);
		try (Batches batches = new Batches(1, epoch -> order, batch, (epoch, draw, sample, target, offset) -> fill(sample < 0
			? null : files.get(sample), target, offset), extractor.input().length(), Batches.threads()))
		{
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch next = batches.next();
				final float[][] rows = extractor.rows(next.values(), batch);
				for (int i = 0; i < batch; i++)
					if (next.samples()[i] >= 0) take(files.get(next.samples()[i]), digests.get(next.samples()[i]), rows[i]);
				monitor.progress(stage, images.size() - missing.size(), images.size());
			}
		}
		finally {
			if (cache != null) cache.flush();
		}
	}

	private void fill(final Pictured picture, final float[] target, final int offset) {
		if (picture == null) {
			Arrays.fill(target, offset, offset + extractor.input().length(), 0);
			return;
		}
		final ArrayImg<UnsignedByteType, ByteArray> image = picture.picture().get();
		ImageFiles.requireSide(picture.file(), Images.width(image), Images.height(image));
		extractor.input().write(extractor.prepared(image), target, offset);
	}

	/** {@return images in a batch} */
	static int batch(final Device device) {
		return device.equals(Device.cpu()) ? BATCH_CPU : BATCH_GPU;
	}

	/** {@return the row, if all of it are numbers} */
	static float[] finite(final float[] row, final String image, final String extractor) {
		for (final float value : row)
			if (!Float.isFinite(value)) throw new SonoflowException.File("The features of " + image + " by " + extractor +
				" are not finite numbers. The weights are damaged, or their training had run away: use others.");
		return row;
	}

	private void take(final Pictured picture, final String digest, final float[] row) {
		finite(row, picture.file() + picture.words(), extractor.name());
		if (cache != null) cache.add(digest, row);
		put(digest, row);
	}
}
