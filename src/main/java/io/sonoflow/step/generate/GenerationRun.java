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
package io.sonoflow.step.generate;

import ai.djl.engine.EngineException;

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.NoiseSource;
import io.sonoflow.nn.Devices;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.generate.GenerateUltrasound.Result;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The work of a generation: those batches of this process that are not done yet, then, if all are there, the merge. */
final class GenerationRun {

	/** Most images on the sheet. */
	static final int SHEET = 64;

	private static final int COLUMNS = 8;

	private final GenerateUltrasound step;
	private final GeneratorModel model;
	private final int label;
	private final Generation generation;
	private final NoiseSource source;
	private final String key;
	private final Monitor monitor;

	/**
	 * @param label number of the class, or none
	 * @param source of all noise
	 * @param key of the run, for its parts
	 */
	GenerationRun(final GenerateUltrasound step, final GeneratorModel model, final int label, final Generation generation,
		final NoiseSource source, final String key, final Monitor monitor)
	{
		this.step = step;
		this.model = model;
		this.label = label;
		this.generation = generation;
		this.source = source;
		this.key = key;
		this.monitor = monitor;
	}

	Result run(final RunFolder folder) {
		final int batches = (step.count + step.batch - 1) / step.batch;
		final int[] mine = IntStream.range(0, batches).filter(folder.shard()::has).toArray();
		final int[] missing = Arrays.stream(mine).filter(b -> !isDone(folder, b)).toArray();
		if (mine.length == 0) monitor.message("The " + step.count + " images make only " + batches +
			" batch(es) of " + step.batch + ": there is nothing to do for shard=" + step.computation.shard + ".");
		if (missing.length < mine.length) monitor.message((mine.length - missing.length) + " of " + mine.length +
			" batches are already done.");
		folder.keeps(() -> kept(folder, batches));
		final Monitor asked = folder.finishable(monitor,
			"The batch that is going on is given up; table and sheet are written of the images that are finished, at least one batch.");
		generate(folder, missing, asked);
		monitor.offerFinish("");
		return folder.alone(monitor, () -> conclude(folder, batches, asked.isFinishing()));
	}

	private Result conclude(final RunFolder folder, final int batches, final boolean early) {
		final int[] done = done(folder, batches);
		final long[] numbers = Arrays.stream(done).boxed().flatMapToLong(this::numbers).toArray();
		if (done.length == batches || early && done.length > 0) {
			if (done.length < batches) folder.endedEarly("with " + numbers.length + " of " + step.count + " images", monitor);
			return merge(folder, numbers);
		}
		monitor.message(done.length + " of " + batches +
			" batches are done. The table and the sheet are written when the other shards have done theirs.");
		folder.incomplete("batches", done.length, batches);
		return new Result(folder.path(), false, List.of());
	}

	private int[] done(final RunFolder folder, final int batches) {
		return IntStream.range(0, batches).filter(b -> isDone(folder, b)).toArray();
	}

	/** {@return what a second run goes on from, as it is on the disk; empty = nothing} */
	private String kept(final RunFolder folder, final int batches) {
		final long images = Arrays.stream(done(folder, batches)).mapToLong(b -> numbers(b).count()).sum();
		return images == 0 ? "" : images + " of " + step.count + " images, those of finished batches";
	}

	/** @param asked whether the user ends it early: once there is a batch, by whichever run, the next is given up */
	private void generate(final RunFolder folder, final int[] missing, final Monitor asked) {
		final AtomicBoolean some = new AtomicBoolean(IntStream.range(0, (step.count + step.batch - 1) / step.batch).anyMatch(
			b -> isDone(folder, b)));
		try {
			generate(folder, missing, asked, some);
		}
		catch (final SonoflowException.Cancelled e) {
			if (asked.isCancelled() || !asked.isFinishing()) throw e;
		}
		catch (final EngineException e) {
			throw Devices.isMemory(e) ? new SonoflowException.Device("The memory of device=" + step.computation.hardware.device +
				" is too small for batch=" + step.batch + " images of " + model.file().config().size() +
				" pixels. Give a smaller batch.", e) : e;
		}
	}

	private void generate(final RunFolder folder, final int[] missing, final Monitor asked, final AtomicBoolean some) {
		final long[] numbers = Arrays.stream(missing).boxed().flatMapToLong(this::numbers).toArray();
		final int[] classes = new int[numbers.length];
		Arrays.fill(classes, label);
		final Monitor stopping = new ForwardingMonitor(asked) {

			@Override
			public boolean isCancelled() {
				return super.isCancelled() || some.get() && super.isFinishing();
			}
		};
		generation.run(source, numbers, classes, stopping, (number, image) -> {
			write(folder, (int) number, image);
			final int batch = (int) number / step.batch;
			if (number != numbers(batch).max().orElseThrow()) return;
			BatchPart.store(folder.path()).write(BatchPart.name(batch), key, BatchPart.of(files(folder, batch)));
			some.set(true);
		});
	}

	/** {@return the images of a batch} */
	private LongStream numbers(final int batch) {
		return LongStream.range((long) batch * step.batch, Math.min(step.count, (batch + 1L) * step.batch));
	}

	private List<Path> files(final RunFolder folder, final int batch) {
		return numbers(batch).mapToObj(number -> file(folder, (int) number)).toList();
	}

	private boolean isDone(final RunFolder folder, final int batch) {
		return BatchPart.store(folder.path()).find(BatchPart.name(batch), key, part -> part.isOf(files(folder, batch)))
			.isPresent();
	}

	/** The seed is in it, so that sets can be put together. */
	private String name(final int number) {
		return String.format(Locale.ROOT, "synthetic-%d-%06d", step.computation.seed, number);
	}

	private Path file(final RunFolder folder, final int number) {
		return folder.path().resolve("images").resolve(name(number) + ".png");
	}

	private void write(final RunFolder folder, final int number, final double[] image) {
		final ArrayImg<UnsignedByteType, ByteArray> picture = model.picture(number, image, step.model.toPath());
		ImageFiles.writePng(file(folder, number), picture);
		monitor.preview("generated", picture);
	}

	private Result merge(final RunFolder folder, final long[] numbers) {
		final List<Sample> samples = Arrays.stream(numbers).mapToInt(Math::toIntExact).mapToObj(i -> new Sample(file(folder, i),
			name(i), "", "", step.class_, "", null, "", Map.of())).toList();
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		generator().write(folder.path());
		writeSheet(folder, numbers);
		folder.merged();
		folder.figure("images", samples.size());
		folder.figure("size", model.file().config().size());
		return new Result(folder.path(), true, samples);
	}

	/** {@return what the model was trained on, by its file; unknown for one that does not say it} */
	private LearnedFrom generator() {
		return Optional.ofNullable(model.file().notes().get(LearnedFrom.KEY)).flatMap(LearnedFrom::decode).orElse(LearnedFrom
			.unknown(LearnedRole.GENERATOR));
	}

	private void writeSheet(final RunFolder folder, final long[] numbers) {
		final int shown = Math.min(SHEET, numbers.length);
		final Sheet sheet = new Sheet(Math.min(COLUMNS, (int) Math.ceil(Math.sqrt(shown)))).title((shown < numbers.length
			? "First " + shown + " of " : "") + numbers.length + " images" + (step.class_.isEmpty() ? "" : ", class " + step.class_) +
				", " + step.sampler + ", seed " + step.computation.seed);
		for (int i = 0; i < shown; i++)
			sheet.add(ImageFiles.readGray(file(folder, (int) numbers[i])), String.valueOf(numbers[i]), Sheet.Frame.NONE);
		sheet.write(folder.resolve("sheet.png"));
	}
}
