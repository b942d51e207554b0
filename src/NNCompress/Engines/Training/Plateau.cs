namespace NNCompress.Engines.Training;

/// <summary>Watches for the end of progress, and remembers the best epoch.</summary>
internal sealed class Plateau(TrainingOptions options)
{
    /// <summary>The best figure so far, larger is better.</summary>
    public double Best { get; set; } = double.NegativeInfinity;

    /// <summary>Its epoch, from 1; 0 before the first.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Whether training should go no further after that epoch.</summary>
    public bool Reached(int epoch) => options.Patience > 0 && BestEpoch > 0 && epoch - BestEpoch >= options.Patience;

    /// <summary>Takes in an epoch's figures; true where they are the best so far.</summary>
    public bool Improves(EpochFigures figures)
    {
        double figure = double.IsNaN(figures.ValidationAccuracy) ? -figures.ValidationLoss : figures.ValidationAccuracy;
        if (!(figure > Best + options.MinDelta || BestEpoch == 0))
            return false;
        (Best, BestEpoch) = (figure, figures.Epoch);
        return true;
    }
}
