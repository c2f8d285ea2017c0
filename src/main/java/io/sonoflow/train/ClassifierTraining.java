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
package io.sonoflow.train;

import ai.djl.ndarray.NDArray;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.cpu.FreedMemory;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.segment.BoxTerm;
import io.sonoflow.nn.segment.BoxedNetwork;
import io.sonoflow.train.clip.ClipView;

import java.util.Arrays;
import java.util.Objects;

/**
 * Fine-tunes a classifier: balanced draws with replacement, augmentation, cross-entropy, AdamW with one constant rate for
 * the backbone and one for the head (or what {@link RecipeSettings} say), a fixed number of epochs or of steps. It sees the
 * training samples and nothing
 * else: no decision
 * depends on any other image.
 * <p>
 * After the last step the running statistics of the batch norms are brought up to date: {@value #SETTLING} more batches
 * pass in training mode without changing a weight ("precise" statistics, Wu and Johnson, "Rethinking Batch in BatchNorm",
 * 2021). A long training at a low rate does not notice; a short one is judged by its weights and not by statistics that
 * lag ten steps behind.
 * <p>
 * On the CPU the same network, samples and plan give the same bits, whatever the number of threads that prepare images;
 * another number of PyTorch's own threads gives other last bits.
 */
public final class ClassifierTraining {

	/** Batches after which a running statistic (momentum 0.1) holds less than 2 percent of what it was. */
	private static final int SETTLING = 40;

	private static final String LOSS = "loss ";

	/** Images shown side by side at most. */
	private static final int SHOWN = 3;

	private static final int GREYS = 255;

	/**
	 * How to train.
	 *
	 * @param settings epochs or steps, batch and rates
	 * @param size side of the input in pixels; published 256
	 * @param augmentation what happens to an image before it is resized
	 * @param seed decides draws and augmentation
	 * @param threads that prepare images, at least 1; changes no result
	 */
	public record Plan(TrainingSettings settings, int size, Augmentation augmentation, long seed, int threads) {
	}

	/**
	 * Who else has to do with a training.
	 *
	 * @param listener is told of every draw, and says which teach nothing; {@link SampleLossListener#NONE} if nobody wants to know
	 * @param checkpoint where the training is saved and resumed from; {@link TrainingCheckpoint#NONE} if it is not
	 */
	public record Hooks(SampleLossListener listener, TrainingCheckpoint checkpoint) {

		/** Nobody. */
		public static final Hooks NONE = new Hooks(SampleLossListener.NONE, TrainingCheckpoint.NONE);
	}

	private final ImageNetwork network;
	private final BoxedNetwork boxed;
	private final Batches.Filler filler;
	private final int[] labels;
	private final Plan plan;
	private final Hooks hooks;
	private final Monitor monitor;
	private final ClassifierState state;
	private final int settling;
	private int shown = -1;

	private ClassifierTraining(final ImageNetwork network, final BoxedNetwork boxed, final Batches.Filler filler,
		final int[] labels, final Plan plan,
		final Hooks hooks, final Monitor monitor, final ClassifierState state)
	{
		this.network = network;
		this.boxed = boxed;
		this.filler = filler;
		this.labels = labels;
		this.plan = plan;
		this.hooks = hooks;
		this.monitor = monitor;
		this.state = state;
		this.settling = settling(network);
	}

	/** {@return batches that pass after the last step: none where nothing runs along} */
	private static int settling(final ImageNetwork network) {
		return network.named().keySet().stream().anyMatch(name -> name.endsWith("running_mean")) ? SETTLING : 0;
	}

	/**
	 * How a training went.
	 *
	 * @param losses mean over the draws of each epoch, in nats; the last epoch may be a part of one
	 * @param steps that were done
	 * @param planned how many there were to be; more if the user ended it early
	 */
	public record Course(double[] losses, long steps, long planned) {

		/** {@return whether the user ended it before its last step} */
		public boolean isEarly() {
			return steps < planned;
		}
	}

	/** Trains in place, unobserved; see {@link #run(ImageNetwork, ImageCache, int[], int[], Plan, Hooks, String, Monitor)}. */
	public static double[] run(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int[] labels, final Plan plan, final String stage, final Monitor monitor)
	{
		return run(network, images, samples, labels, plan, Hooks.NONE, stage, monitor).losses;
	}

	/**
	 * Trains in place. If there is a checkpoint of this very training, it goes on from there: with as many threads of
	 * PyTorch on the CPU it ends with the same bits as one that was not stopped. If the user ends it early, after one step at
	 * least, it ends with the same bits as one of so many steps.
	 *
	 * @param network changed; asks for no gradient afterwards
	 * @param images of the data set, by number
	 * @param samples which of them to train on, at least 2
	 * @param labels class of every image of the data set, by number
	 * @param plan how
	 * @param hooks listener and checkpoint
	 * @param stage what is being trained: the name of its progress and of its curve of losses
	 * @param monitor hears of each step, gets each epoch's mean loss as {@code value("loss " + stage, epoch from 1, loss)}; asked
	 *          at each step whether to stop, or to end early
	 * @return losses and steps
	 * @throws SonoflowException.Input if a loss or gradient is not finite
	 * @throws SonoflowException.Cancelled if the user stops it; it was saved if there is a place for checkpoints
	 */
	public static Course run(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int[] labels, final Plan plan, final Hooks hooks, final String stage, final Monitor monitor)
	{
		final NetworkInput input = NetworkInput.classifier(plan.size);
		final boolean boxes = plan.settings.recipe.boxloss > 0;
		final ClipView view = ClipView.of(network, images.clips().window());
		return run(network, view, images.filler((epoch, draw, sample, target, offset) -> {
			if (!view.isPicture()) {
				view.write(input, images.numbers(sample).length, places -> images.frames(sample, places), plan.augmentation, plan.seed,
					epoch, draw, target, offset);
				return;
			}
			final var image = images.draw(sample, RandomStream.of(plan.seed, "frame", epoch, draw));
			input.write(image, plan.augmentation, RandomStream.of(plan.seed, "augment", epoch, draw), target, offset);
			if (boxes) BoxTerm.write(input, images.mask(sample), plan.augmentation, RandomStream.of(plan.seed, "augment", epoch, draw),
				target, offset + input.length());
		}), samples, labels, plan, hooks, stage, monitor);
	}

	/** The same on images from anywhere. */
	static Course run(final ImageNetwork network, final Batches.Filler filler, final int[] samples, final int[] labels,
		final Plan plan, final Hooks hooks, final String stage, final Monitor monitor)
	{
		return run(network, ClipView.picture(), filler, samples, labels, plan, hooks, stage, monitor);
	}

	private static Course run(final ImageNetwork network, final ClipView view, final Batches.Filler filler, final int[] samples,
		final int[] labels, final Plan plan, final Hooks hooks, final String stage, final Monitor monitor)
	{
		Torch.inference();
		final BalancedSampler sampler = new BalancedSampler(samples, labels, plan.seed);
		final int perEpoch = Batches.count(samples.length, plan.settings.batch);
		final int settling = (settling(network) + perEpoch - 1) / perEpoch;
		final long steps = plan.settings.steps(samples.length);
		final int epochs = (int) ((steps - 1) / perEpoch + 1);
		if (plan.settings.recipe.phase2 >= epochs) monitor.warn("phase2=" + plan.settings.recipe.phase2 + " of " + epochs +
			" epochs leaves none for the box loss.");
		final BoxedNetwork boxed = plan.settings.recipe.boxloss > 0 ? new BoxedNetwork(network, plan.seed) : null;
		final ImageNetwork learning = boxed == null ? network : boxed;
		network.compute(plan.settings.numbers());
		learning.requireGradient(true);
		try (boxed; Batches batches = new Batches(epochs + settling, sampler::epoch, plan.settings.batch, filler,
			view.pictures() * plan.size * plan.size + (boxed == null ? 0 : BoxTerm.VALUES), plan.threads);
				Batches.Uploads uploads = new Batches.Uploads(batches, network.manager(), count -> view.shape(count, plan.size),
					batch -> pixels(batch, boxed));
				ClassifierState state = new ClassifierState(learning, new AdamW(network.manager(), plan.settings.groups(
					learning, steps)), hooks, steps, epochs))
		{
			new ClassifierTraining(network, boxed, filler, labels, plan, hooks, monitor, state).run(batches, uploads, stage);
			return new Course(Arrays.copyOf(state.means(), state.epochs()), state.steps(), steps);
		}
		finally {
			network.requireGradient(false);
			network.compute(Precision.FP32);
			// Three times the network, which tests and plots that follow do not need.
			FreedMemory.giveBack();
		}
	}

	private void run(final Batches batches, final Batches.Uploads uploads, final String stage) {
		monitor.axes(LOSS + stage, "epoch", "loss (nats)");
		state.resume(stage, monitor);
		boolean early = false;
		// What an earlier process has told, so that the curve is whole.
		for (int epoch = 0; epoch < state.epochs(); epoch++)
			tell(stage, epoch);
		batches.startAt(state.batches());
		hooks.checkpoint.start();
		while (state.batches() < state.steps() + settling) {
			if (monitor.isCancelled()) {
				// After an early end the checkpoint is that of its step: a second run goes on to the end.
				if (hooks.checkpoint.isWanted() && state.batches() > 0 && !early) state.save();
				monitor.checkCancelled();
			}
			if (!state.hasLearned() && state.batches() > 0 && monitor.isFinishing()) {
				early = true;
				end(stage);
			}
			try (Batches.Uploads.Upload upload = uploads.next()) {
				if (state.hasLearned()) settle(upload);
				else learn(upload, uploads, stage);
			}
			if (hooks.checkpoint.isDue() && !early && state.batches() < state.steps() + settling) state.save();
		}
	}

	/** What was done so far is all. */
	private void end(final String stage) {
		if (hooks.checkpoint.isWanted()) state.save();
		monitor.message("Ending " + stage + " early, after step " + state.batches() + " of " + state.steps() + ".");
		final int before = state.epochs();
		state.end();
		if (state.epochs() > before) tell(stage, before);
	}

	private void learn(final Batches.Uploads.Upload upload, final Batches.Uploads uploads, final String stage) {
		final Batches.Batch batch = upload.batch();
		final int epoch = batch.epoch();
		if (epoch != shown) show(batch);
		if (state.learned(epoch, step(upload, uploads), batch.last())) tell(stage, epoch);
		monitor.progress(stage, state.batches(), state.steps());
	}

	private void tell(final String stage, final int epoch) {
		monitor.value(LOSS + stage, epoch + 1.0, state.means()[epoch]);
	}

	/** In each epoch the first images as the network sees them, side by side. */
	private void show(final Batches.Batch batch) {
		shown = batch.epoch();
		final int across = Math.min(SHOWN, (int) Math.sqrt(batch.samples().length));
		final float[] values = pixels(batch, boxed);
		final byte[] pixels = new byte[across * across * plan.size * plan.size];
		for (int i = 0; i < pixels.length; i++) {
			final int image = i / (plan.size * plan.size);
			final int row = i / plan.size % plan.size;
			final int place = ((image / across * plan.size + row) * across + image % across) * plan.size + i % plan.size;
			pixels[place] = (byte) Math.max(0, Math.min(GREYS, Math.round(Normalisation.CLASSIFIER.invert(values[i]))));
		}
		monitor.preview("training images", Images.bytes(pixels, across * plan.size, across * plan.size));
	}

	private static float[] pixels(final Batches.Batch batch, final BoxedNetwork boxed) {
		return boxed == null ? batch.values() : BoxTerm.images(batch.values(), batch.samples().length);
	}

	private float[] step(final Batches.Uploads.Upload upload, final Batches.Uploads uploads) {
		final Batches.Batch batch = upload.batch();
		final int[] targets = Arrays.stream(batch.samples()).map(i -> labels[i]).toArray();
		network.beginStep(plan.seed, state.batches());
		final NDArray[] logits = new NDArray[1];
		final NDArray losses = Torch.withGradient(() -> losses(upload.images(), batch, targets, logits));
		final float[] values = losses.toFloatArray();
		for (final float value : values)
			if (!Float.isFinite(value)) now(batch, StepLoop.culprits(batch.samples(), values)).requireFinite("loss", value);
		if (hooks.listener != SampleLossListener.NONE) hooks.listener.drawn(batch.epoch(), batch.samples(), plain(values,
			logits[0], targets), logits[0].toFloatArray());
		Torch.backward(losses, state.norm().scaled(shares(losses, batch)));
		uploads.prefetch();
		final double length = state.norm().get();
		if (state.norm().isFatal(length)) now(batch, batch.samples()).requireFinite("gradient", length);
		state.update(length);
		return values;
	}

	/**
	 * {@return (N): what each loss counts in the mean of the step. A skipped one counts nothing, and the mean is over the others;
	 *         of a batch with no others the gradient is 0}
	 */
	private NDArray shares(final NDArray losses, final Batches.Batch batch) {
		final int[] samples = batch.samples();
		final float[] shares = new float[samples.length];
		int kept = 0;
		for (int i = 0; i < shares.length; i++)
			if (!hooks.listener.isSkipped(batch.epoch(), samples[i])) {
				shares[i] = 1;
				kept++;
			}
		if (kept == shares.length) return losses.onesLike().divi(kept);
		return losses.getManager().create(shares).divi(Math.max(1, kept));
	}

	/** {@return the loss of each sample; the logits are put into the last argument} */
	private NDArray losses(final NDArray images, final Batches.Batch batch, final int[] targets, final NDArray[] logits) {
		final RecipeSettings recipe = plan.settings.recipe;
		final ImageNetwork told = filler.told(network, batch.samples());
		if (boxed == null || batch.epoch() >= state.means().length - recipe.phase2) return recipe.losses(logits[0] = told.logits(
			images, true), targets);
		final NDArray pooled = told.embed(images, true);
		logits[0] = told.head(pooled);
		return recipe.losses(logits[0], targets).add(BoxTerm.losses(boxed.boxes(pooled), batch.values()).mul(recipe.boxloss));
	}

	/** {@return the plain cross-entropy: of that of a label the listener judges whether the network believes it} */
	private float[] plain(final float[] losses, final NDArray logits, final int[] targets) {
		return plan.settings.recipe.isPlain() ? losses : CrossEntropy.of(logits, targets).toFloatArray();
	}

	private void settle(final Batches.Uploads.Upload upload) {
		filler.told(network, upload.batch().samples()).logits(upload.images(), true);
		state.settled();
	}

	private StepLoop.Now now(final Batches.Batch batch, final int... samples) {
		return new StepLoop.Now("training (epoch " + (batch.epoch() + 1) + ")", state.batches() + 1, Arrays.stream(samples)
			.mapToObj(filler::file).filter(Objects::nonNull).distinct().toList(), "", "Lower backbonerate and headrate; if weights " +
				"were given, look at them with \"Inspect Weights...\".");
	}
}
