using NNCompress.Engines.Managed.Training;

namespace NNCompress.Tests.Engines.Training;

public class WorkTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_of_every_loop_is_done_once_before_the_loop_ends(int threads)
    {
        using WorkTeam team = new(threads);
        int[] done = new int[33];
        for (int round = 1; round <= 3000; round++)
        {
            team.For(done.Length, i => Interlocked.Increment(ref done[i]));
            Assert.All(done, d => Assert.Equal(round, d));
            // Now and then long enough for the helpers to fall asleep.
            if (round % 500 == 0)
                Thread.Sleep(2);
        }
    }

    [Fact]
    public void What_an_item_throws_comes_out_and_the_team_goes_on()
    {
        using WorkTeam team = new(3);
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<InvalidDataException>(() => team.For(8, item =>
            {
                if (item == 5)
                    throw new InvalidDataException();
            }));
        }
        int sum = 0;
        team.For(10, item => Interlocked.Add(ref sum, item));
        Assert.Equal(45, sum);
    }
}
