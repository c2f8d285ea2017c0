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
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;

/**
 * Fine-tunes a classifier: balanced draws with replacement, augmentation, cross-entropy, AdamW with one constant rate for
 * the backbone and one for the head, a fixed number of epochs or of steps. It sees the training samples and nothing else: no decision
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

	private final ImageNetwork network;
	private final int[] labels;
	private final Plan plan;
	private final SampleLossListener observer;
	private final Monitor monitor;

	private ClassifierTraining(final ImageNetwork network, final int[] labels, final Plan plan,
		final SampleLossListener observer, final Monitor monitor)
	{
		this.network = network;
		this.labels = labels;
		this.plan = plan;
		this.observer = observer;
		this.monitor = monitor;
	}

	/** Trains in place, unobserved; see {@link #run(ImageNetwork, ImageCache, int[], int[], Plan, DrawObserver, String, Monitor)}. */
	public static double[] run(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int[] labels, final Plan plan, final String stage, final Monitor monitor)
	{
		return run(network, images, samples, labels, plan, SampleLossListener.NONE, stage, monitor);
	}

	/**
	 * Trains in place.
	 *
	 * @param network changed; asks for no gradient afterwards
	 * @param images of the data set, by number
	 * @param samples which of them to train on, at least 2
	 * @param labels class of every image of the data set, by number
	 * @param plan how
	 * @param observer is told of every draw and changes nothing; {@link SampleLossListener#NONE} if nobody wants to know
	 * @param stage what is being trained: the name of its progress and of its curve of losses
	 * @param monitor gets each epoch's mean loss as {@code value("loss " + stage, epoch from 1, loss)}; asked at each step
	 *          whether to stop
	 * @return the mean loss over the draws of each epoch, in nats; the last epoch is a part of one if the steps end in it
	 * @throws SonoflowException.Input if the loss is not finite any more
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public static double[] run(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int[] labels, final Plan plan, final SampleLossListener observer, final String stage, final Monitor monitor)
	{
		final NetworkInput input = NetworkInput.classifier(plan.size);
		return run(network, (epoch, draw, sample, target, offset) -> input.write(images.get(sample), plan.augmentation,
			RandomStream.of(plan.seed, "augment", epoch, draw), target, offset), samples, labels, plan, observer, stage,
			monitor);
	}

	/** The same on images from anywhere. */
	static double[] run(final ImageNetwork network, final Batches.Filler filler, final int[] samples, final int[] labels,
		final Plan plan, final SampleLossListener observer, final String stage, final Monitor monitor)
	{
		Torch.inference();
		final BalancedSampler sampler = new BalancedSampler(samples, labels, plan.seed);
		final int perEpoch = Batches.count(samples.length, plan.settings.batch);
		final int settling = (SETTLING - 1) / perEpoch + 1;
		final long steps = plan.settings.steps(samples.length);
		final int epochs = (int) ((steps - 1) / perEpoch + 1);
		network.requireGradient(true);
		try (Batches batches = new Batches(epochs + settling, sampler::epoch, plan.settings.batch, filler,
			plan.size * plan.size, plan.threads))
		{
			return new ClassifierTraining(network, labels, plan, observer, monitor).run(batches, epochs, steps, stage);
		}
		finally {
			network.requireGradient(false);
		}
	}

	private double[] run(final Batches batches, final int epochs, final long steps, final String stage) {
		final double[] losses;
		try (Optimizer optimizer = new AdamW(network.manager(), groups())) {
			losses = learn(batches, epochs, steps, optimizer, stage);
		}
		for (int i = 0; i < SETTLING; i++)
			settle(batches.next());
		return losses;
	}

	private List<ParameterGroup> groups() {
		final String head = network.headPrefix();
		return List.of(ParameterGroup.of(network, name -> !name.startsWith(head), RateSchedule.constant(plan.settings.backbonerate),
			plan.settings.decay), ParameterGroup.of(network, name -> name.startsWith(head), RateSchedule.constant(plan.settings.headrate),
				plan.settings.decay));
	}

	private double[] learn(final Batches batches, final int epochs, final long steps, final Optimizer optimizer,
		final String stage)
	{
		final double[] means = new double[epochs];
		for (int epoch = 0; epoch < epochs; epoch++) {
			double sum = 0;
			int draws = 0;
			Batches.Batch batch;
			do {
				monitor.checkCancelled();
				batch = batches.next();
				for (final float loss : step(batch, optimizer)) {
					sum += loss;
					draws++;
				}
				batches.recycle(batch);
			}
			while (!batch.last() && optimizer.steps() < steps);
			means[epoch] = sum / draws;
			monitor.value("loss " + stage, epoch + 1.0, means[epoch]);
			monitor.progress(stage, epoch + 1L, epochs);
		}
		return means;
	}

	private NDArray images(final NDManager scope, final Batches.Batch batch) {
		return Torch.floats(scope, batch.values(), batch.samples().length, 1, plan.size, plan.size);
	}

	private float[] step(final Batches.Batch batch, final Optimizer optimizer) {
		final int[] targets = Arrays.stream(batch.samples()).map(i -> labels[i]).toArray();
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = images(scope, batch);
			final NDArray[] logits = new NDArray[1];
			final NDArray losses = Torch.withGradient(() -> CrossEntropy.of(logits[0] = network.logits(images, true),
				targets));
			final float[] values = losses.toFloatArray();
			checkFinite(values, batch, optimizer);
			if (observer != SampleLossListener.NONE) observer.drawn(batch.epoch(), batch.samples(), values, logits[0]
				.toFloatArray());
			Torch.backward(losses, losses.onesLike().divi(values.length));
			optimizer.step();
			return values;
		}
	}

	private void settle(final Batches.Batch batch) {
		monitor.checkCancelled();
		try (NDManager scope = network.manager().newSubManager()) {
			network.logits(images(scope, batch), true);
		}
	}

	private static void checkFinite(final float[] losses, final Batches.Batch batch, final Optimizer optimizer) {
		for (final float loss : losses)
			if (!Float.isFinite(loss)) throw new SonoflowException.Input("The training loss became " + loss + " in epoch " +
				(batch.epoch() + 1) + " (step " + (optimizer.steps() + 1) +
				" of the training): the network has diverged. Lower backbonerate and headrate; if weights were given, look at" +
				" them with \"Inspect Weights...\".");
	}
}
